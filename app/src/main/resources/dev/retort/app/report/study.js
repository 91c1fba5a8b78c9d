(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('plot-data').textContent);
  var charts = [];
  var PALETTE = ['c-kept', 'c-1', 'c-4', 'c-3', 'c-6', 'c-2', 'c-7', 'c-5'];
  var SHOWN = 4;
  var picked = {};

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  }

  // A name cut in its middle, for names of one family differ at their ends; the tooltip has it whole.
  function fitting(room) {
    var most = Math.max(6, Math.floor(room / 7.1));
    return function (name) {
      var letters = Array.from(name);
      return letters.length <= most ? name
        : letters.slice(0, Math.ceil(most * 0.55)).join('') + '…' + letters.slice(letters.length - Math.floor(most * 0.45) + 1).join('');
    };
  }

  function nameWidth(names, width) {
    var longest = names.reduce(function (most, name) { return Math.max(most, Array.from(name).length); }, 0);
    return Math.min(longest * 7 + 6, Math.floor(width * 0.36), 210);
  }

  function fixed(value) {
    var size = Math.abs(value);
    return size >= 1000 ? Math.round(value).toLocaleString('en-US') : size >= 100 ? value.toFixed(1) : size >= 10 ? value.toFixed(2) : value.toFixed(3);
  }

  function interval(item) {
    return fixed(item.v) + (item.lo === null || item.hi === null || item.lo === item.hi ? '' : '\n95 %: ' + fixed(item.lo) + ' to ' + fixed(item.hi));
  }

  function tooltip(trigger) {
    return { trigger: trigger, axisPointer: { type: 'shadow' }, confine: true, renderMode: 'richText',
      backgroundColor: colour('card'), borderColor: colour('line'), textStyle: { color: colour('ink'), fontSize: 12 } };
  }

  function base() {
    return { animation: false, aria: { enabled: false },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour('ink') } };
  }

  // A plot that needs more room than there is gets it, and is scrolled.
  function draw(id, height, fill, least) {
    var place = document.getElementById(id);
    if (!place) {
      return;
    }
    place.style.width = '';
    if (least && least(place.clientWidth) > place.clientWidth) {
      place.style.width = least(place.clientWidth) + 'px';
    }
    place.style.height = height(place.clientWidth) + 'px';
    var chart = echarts.init(place, null, { renderer: 'svg' });
    chart.setOption(fill(place.clientWidth));
    charts.push(chart);
  }

  // Whiskers from the low end of an interval to its high end.
  function whiskers(items) {
    return { type: 'custom', z: 5, silent: true, data: items.map(function (item, i) { return [i, item.lo, item.hi]; }),
      renderItem: function (params, api) {
        var low = api.value(1), high = api.value(2);
        if (isNaN(low) || isNaN(high) || low === high) {
          return null;
        }
        var from = api.coord([low, api.value(0)]), to = api.coord([high, api.value(0)]);
        var style = { stroke: colour('ink'), lineWidth: 1.4, fill: null };
        function line(x1, y1, x2, y2) { return { type: 'line', shape: { x1: x1, y1: y1, x2: x2, y2: y2 }, style: style }; }
        return { type: 'group', children: [line(from[0], from[1], to[0], to[1]),
          line(from[0], from[1] - 4, from[0], from[1] + 4), line(to[0], to[1] - 4, to[0], to[1] + 4)] };
      }, encode: { x: [1, 2], y: 0 } };
  }

  function barsOf(id, items, neutral) {
    var names = items.map(function (item) { return item.t; });
    draw(id, function () { return items.length * (items.length > 12 ? 21 : 30) + 42; }, function (width) {
      var option = base();
      option.grid = { left: nameWidth(names, width) + 12, right: 26, top: 10, bottom: 30 };
      option.tooltip = tooltip('axis');
      option.tooltip.formatter = function (hits) {
        var item = items[hits[0].dataIndex];
        return item.t + '\n' + interval(item);
      };
      option.xAxis = { type: 'value', scale: false, splitNumber: width < 480 ? 3 : 5,
        axisLabel: { color: colour('dim'), hideOverlap: true }, splitLine: { lineStyle: { color: colour('line') } } };
      option.yAxis = { type: 'category', data: names, inverse: true, axisTick: { show: false },
        axisLine: { lineStyle: { color: colour('line') } },
        axisLabel: { color: colour('ink'), interval: 0, formatter: fitting(nameWidth(names, width)) } };
      var bars = { type: 'bar', barMaxWidth: 16, data: items.map(function (item) { return item.v; }), itemStyle: { color: colour('c-kept') } };
      if (neutral !== null && neutral !== undefined) {
        bars.markLine = { silent: true, symbol: 'none', label: { show: false },
          lineStyle: { color: colour('c-1'), type: 'dashed', width: 1.5 }, data: [{ xAxis: neutral }] };
      }
      option.series = [bars, whiskers(items)];
      return option;
    });
  }

  function profile(name) {
    var sheet = data[name];
    var choose = document.getElementById('choose-' + name);
    if (!choose || !sheet.measures.length) {
      return;
    }
    if (!choose.options.length) {
      sheet.measures.forEach(function (measure, i) {
        var option = document.createElement('option');
        option.value = String(i);
        option.textContent = measure;
        choose.appendChild(option);
      });
      choose.addEventListener('change', all);
    }
    var measure = Number(choose.value || 0);
    var items = sheet.lines.filter(function (line) { return line.values[measure]; }).map(function (line) {
      return { t: line.t, v: line.values[measure].v, lo: line.values[measure].lo, hi: line.values[measure].hi };
    }).sort(function (a, b) { return b.v - a.v; });
    barsOf('plot-' + name, items, null);
  }

  function heat() {
    var sheet = data.heat;
    if (!sheet) {
      return;
    }
    var values = sheet.cells.map(function (cell) { return cell[2]; });
    var low = Math.min.apply(null, values), high = Math.max.apply(null, values);
    var cells = [];
    sheet.cells.forEach(function (cell) {
      cells.push([cell[0], cell[1], cell[2], cell[3], cell[4]]);
      cells.push([cell[1], cell[0], cell[2], cell[3], cell[4]]);
    });
    var n = sheet.labels.length;
    draw('plot-heat', function (width) {
      var side = width - nameWidth(sheet.labels, width) - 40;
      return Math.max(220, Math.min(side, n * 34)) + Math.min(190, nameWidth(sheet.labels, width)) + 70;
    }, function (width) {
      var room = nameWidth(sheet.labels, width);
      var option = base();
      option.grid = { left: room + 12, right: 16, top: 44, bottom: Math.min(190, room) + 14 };
      option.tooltip = tooltip('item');
      option.tooltip.formatter = function (hit) {
        return sheet.labels[hit.value[0]] + '\n' + sheet.labels[hit.value[1]] + '\n' +
          interval({ v: hit.value[2], lo: hit.value[3], hi: hit.value[4] });
      };
      var label = { color: colour('ink'), interval: 0, fontSize: n > 20 ? 10 : 12 };
      option.xAxis = { type: 'category', data: sheet.labels, axisTick: { show: false }, axisLine: { show: false },
        axisLabel: Object.assign({ rotate: 90, formatter: fitting(Math.min(180, room)) }, label) };
      option.yAxis = { type: 'category', data: sheet.labels, inverse: true, axisTick: { show: false }, axisLine: { show: false },
        axisLabel: Object.assign({ formatter: fitting(room) }, label) };
      option.visualMap = { min: low, max: high, calculable: false, orient: 'horizontal', left: 'center', top: 2, itemHeight: Math.min(180, width * 0.4),
        itemWidth: 12, text: [fixed(high), fixed(low)], textStyle: { color: colour('dim') },
        inRange: { color: [colour('heat-low'), colour('heat-mid'), colour('heat-high')] } };
      option.series = [{ type: 'heatmap', data: cells, emphasis: { itemStyle: { borderColor: colour('ink'), borderWidth: 1.5 } },
        itemStyle: { borderColor: colour('card'), borderWidth: n > 30 ? 0 : 1 } }];
      return option;
    }, function (width) { return nameWidth(sheet.labels, width) + 30 + n * 15; });
  }

  function toneOf(i) {
    return colour(PALETTE[i % PALETTE.length]);
  }

  function pickers() {
    var place = document.getElementById('pick-radar');
    if (!place) {
      return;
    }
    if (!place.children.length) {
      data.radar.lines.forEach(function (line, i) {
        picked[i] = i < SHOWN;
        var label = document.createElement('label');
        var box = document.createElement('input');
        box.type = 'checkbox';
        box.checked = picked[i];
        box.addEventListener('change', function () {
          picked[i] = box.checked;
          all();
        });
        var swatch = document.createElement('span');
        swatch.className = 'swatch';
        label.append(box, swatch, line.t);
        place.appendChild(label);
      });
    }
    var shown = 0;
    Array.from(place.children).forEach(function (label, i) {
      label.querySelector('.swatch').style.background = picked[i] ? toneOf(shown++) : 'transparent';
    });
  }

  function radar() {
    if (!data.radar.axes.length) {
      return;
    }
    pickers();
    var lines = data.radar.lines.filter(function (line, i) { return picked[i]; });
    draw('plot-radar', function (width) { return Math.max(300, Math.min(width * 0.85, 430)); }, function (width) {
      var option = base();
      option.tooltip = tooltip('item');
      option.radar = { radius: width < 480 ? '52%' : '68%', center: ['50%', '53%'], splitNumber: 4, indicator: data.radar.axes.map(function (axis) { return { name: axis, min: 0, max: 1 }; }),
        axisName: { color: colour('ink'), fontSize: 12, lineHeight: 16, formatter: function (name) { return wrapped(name, width < 480 ? 14 : 26); } },
        splitLine: { lineStyle: { color: colour('line') } }, axisLine: { lineStyle: { color: colour('line') } }, splitArea: { show: false } };
      option.tooltip.formatter = function (hit) { return hit.name; };
      option.series = [{ type: 'radar', symbolSize: 5, data: lines.map(function (line, i) {
        return { name: line.t, value: line.scaled, lineStyle: { color: toneOf(i), width: 2, type: i < PALETTE.length ? 'solid' : 'dashed' },
          itemStyle: { color: toneOf(i) }, areaStyle: { color: toneOf(i), opacity: 0.07 } };
      }) }];
      return option;
    });
  }

  function wrapped(text, most) {
    var lines = [''];
    text.split(' ').forEach(function (word) {
      var last = lines[lines.length - 1];
      if (last && (last + ' ' + word).length > most) {
        lines.push(word);
      } else {
        lines[lines.length - 1] = last ? last + ' ' + word : word;
      }
    });
    return lines.map(fitting(most * 6.6 + 20)).join('\n');
  }

  function scatter(sheet, index) {
    draw('plot-scatter-' + index, function (width) { return Math.max(280, Math.min(width * 0.55, 440)); }, function (width) {
      var option = base();
      var front = sheet.items.filter(function (item) { return item.front; });
      option.grid = { left: 56, right: 30, top: 16, bottom: 46 };
      option.tooltip = tooltip('item');
      option.tooltip.formatter = function (hit) {
        var item = hit.data.item;
        return item ? item.t + '\n' + item.usd + ' USD an accepted row\n' + interval(item) : '';
      };
      option.xAxis = { type: 'value', min: 0, name: 'USD an accepted row', nameLocation: 'middle', nameGap: 28, splitNumber: width < 480 ? 3 : 5,
        nameTextStyle: { color: colour('dim') }, axisLabel: { color: colour('dim'), hideOverlap: true },
        splitLine: { lineStyle: { color: colour('line') } } };
      option.yAxis = { type: 'value', scale: true, axisLabel: { color: colour('dim') }, splitLine: { lineStyle: { color: colour('line') } } };
      option.series = [
        { type: 'line', step: 'end', symbol: 'none', silent: true, lineStyle: { color: colour('c-kept'), type: 'dashed', width: 1.4 },
          data: front.map(function (item) { return [item.usd, item.v]; }) },
        { type: 'scatter', symbolSize: 12, data: sheet.items.map(function (item) {
          return { value: [item.usd, item.v], item: item, itemStyle: { color: item.front ? colour('c-kept') : colour('card'), borderColor: colour('c-kept'), borderWidth: 2 },
            label: { show: true, position: 'top', color: colour('ink'), formatter: fitting(150)(item.t), fontSize: 11 } };
        }), labelLayout: { hideOverlap: true } }];
      return option;
    });
  }

  function all() {
    charts.forEach(function (chart) { chart.dispose(); });
    charts = [];
    radar();
    data.bars.forEach(function (view, i) { barsOf('plot-bars-' + i, view.items, view.neutral); });
    heat();
    profile('diversity');
    profile('style');
    data.scatter.forEach(scatter);
  }

  var width = window.innerWidth;
  var waiting;
  window.addEventListener('resize', function () {
    if (window.innerWidth !== width) {
      width = window.innerWidth;
      clearTimeout(waiting);
      waiting = setTimeout(all, 120);
    }
  });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', all);
  window.addEventListener('beforeprint', all);
  all();
})();
