(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('plot-data').textContent);
  var charts = [];

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  }

  function sorted(value) {
    return data.teachers.filter(function (t) { return value(t) !== undefined && value(t) !== null; })
      .slice().sort(function (a, b) { return value(b) - value(a); });
  }

  function short(value) {
    return value >= 1e6 ? +(value / 1e6).toFixed(1) + 'M' : value >= 1e4 ? +(value / 1e3).toFixed(1) + 'k' : String(value);
  }

  // A name cut in its middle, for names of one family differ at their ends; the tooltip has it whole.
  function fitting(room) {
    var most = Math.floor(room / 6.6);
    return function (name) {
      var letters = Array.from(name);
      return letters.length <= most ? name
        : letters.slice(0, Math.ceil(most * 0.55)).join('') + '…' + letters.slice(letters.length - Math.floor(most * 0.45) + 1).join('');
    };
  }

  // Room for the names: a third of the width at most.
  function nameWidth(names, width) {
    var longest = names.reduce(function (most, name) { return Math.max(most, Array.from(name).length); }, 0);
    return Math.min(longest * 7 + 6, Math.floor(width * 0.34), 190);
  }

  function frame(names, width, legend) {
    var dim = colour('dim');
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour('ink') },
      grid: { left: nameWidth(names, width) + 12, right: 26, top: legend ? 40 : 8, bottom: 30 },
      legend: legend ? { type: 'scroll', top: 4, left: 0, itemWidth: 14, itemHeight: 11, itemGap: 14, pageIconSize: 11,
        pageTextStyle: { color: dim }, pageIconColor: colour('ink'), textStyle: { color: colour('ink') } } : undefined,
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true, renderMode: 'richText',
        backgroundColor: colour('card'), borderColor: colour('line'), textStyle: { color: colour('ink'), fontSize: 12 } },
      xAxis: { type: 'value', splitNumber: width < 480 ? 3 : 5, axisLabel: { color: dim, formatter: short, hideOverlap: true },
        splitLine: { lineStyle: { color: colour('line') } } },
      yAxis: { type: 'category', data: names, inverse: true, axisTick: { show: false },
        axisLine: { lineStyle: { color: colour('line') } },
        axisLabel: { color: colour('ink'), interval: 0, formatter: fitting(nameWidth(names, width)) } },
      series: []
    };
  }

  function draw(id, count, legend, fill) {
    var place = document.getElementById(id);
    if (!place || count === 0) {
      return;
    }
    var bar = count > 12 ? 21 : 30;
    place.style.height = (count * bar + (legend ? 74 : 42)) + 'px';
    var chart = echarts.init(place, null, { renderer: 'svg' });
    chart.setOption(fill(place.clientWidth));
    charts.push(chart);
  }

  function bars(name, values, tone, pattern) {
    var series = { name: name, type: 'bar', stack: 'all', barMaxWidth: 18, data: values, itemStyle: { color: colour(tone) } };
    if (pattern) {
      series.itemStyle.decal = { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: pattern,
        color: colour('card') };
    }
    return series;
  }

  function funnel() {
    draw('plot-funnel', data.funnel.length, true, function (width) {
      var option = frame(data.funnel.map(function (s) { return s.step; }), width, true);
      [['kept', 'c-kept', 0], ['dropped', 'c-dropped', -0.8], ['failed', 'c-failed', 0.8], ['pending', 'c-pending', 1.57]]
        .forEach(function (part) {
          var values = data.funnel.map(function (s) { return s[part[0]]; });
          if (part[0] === 'kept' || values.some(Boolean)) {
            option.series.push(bars(part[0], values, part[1], part[2]));
          }
        });
      return option;
    });
  }

  function answers() {
    function failed(t) {
      return Object.keys(t.failures).reduce(function (sum, k) { return sum + t.failures[k]; }, 0);
    }
    var teachers = sorted(failed);
    var classes = {};
    teachers.forEach(function (t) { Object.keys(t.failures).forEach(function (k) { classes[k] = true; }); });
    draw('plot-answers', teachers.length, true, function (width) {
      var option = frame(teachers.map(function (t) { return t.teacher; }), width, true);
      option.series.push(bars('answered', teachers.map(function (t) { return t.answers; }), 'c-kept'));
      Object.keys(classes).sort().forEach(function (k, i) {
        option.series.push(bars(k, teachers.map(function (t) { return t.failures[k] || 0; }), 'c-' + (i % 7 + 1),
          [0.8, -0.8, 1.57, 0.4][i % 4]));
      });
      return option;
    });
  }

  function boxes(id, key) {
    var teachers = sorted(function (t) { return t[key] && t[key][2]; });
    draw(id, teachers.length, false, function (width) {
      var option = frame(teachers.map(function (t) { return t.teacher; }), width, false);
      option.tooltip.formatter = function (hits) {
        var five = teachers[hits[0].dataIndex][key];
        return hits[0].name + '\nmedian ' + Math.round(five[2]) + '\nmiddle half ' + Math.round(five[1]) + ' to ' +
          Math.round(five[3]) + '\neight of ten ' + Math.round(five[0]) + ' to ' + Math.round(five[4]);
      };
      option.series.push({ type: 'boxplot', data: teachers.map(function (t) { return t[key]; }), boxWidth: [6, 15],
        itemStyle: { color: colour('c-light'), borderColor: colour('c-kept'), borderWidth: 1.6 } });
      return option;
    });
  }

  function latency() {
    var teachers = sorted(function (t) { return t.p50; });
    draw('plot-latency', teachers.length, true, function (width) {
      var option = frame(teachers.map(function (t) { return t.teacher; }), width, true);
      option.xAxis.axisLabel.formatter = function (ms) { return ms >= 1000 ? ms / 1000 + ' s' : ms + ' ms'; };
      option.tooltip.formatter = function (hits) {
        var t = teachers[hits[0].dataIndex];
        return t.teacher + '\np50 ' + Math.round(t.p50) + ' ms\np90 ' + Math.round(t.p90) + ' ms';
      };
      option.series.push(bars('p50', teachers.map(function (t) { return t.p50; }), 'c-kept'));
      option.series.push(bars('p90', teachers.map(function (t) { return t.p90 - t.p50; }), 'c-light'));
      return option;
    });
  }

  function rate() {
    var teachers = sorted(function (t) { return t.tps; });
    draw('plot-rate', teachers.length, false, function (width) {
      var option = frame(teachers.map(function (t) { return t.teacher; }), width, false);
      option.series.push(bars('tokens per second', teachers.map(function (t) { return +t.tps.toFixed(1); }), 'c-kept'));
      return option;
    });
  }

  function all() {
    charts.forEach(function (chart) { chart.dispose(); });
    charts = [];
    funnel();
    answers();
    boxes('plot-characters', 'characters');
    boxes('plot-tokens', 'tokens');
    latency();
    rate();
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
