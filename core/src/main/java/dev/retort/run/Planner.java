package dev.retort.run;

import dev.retort.UserError;
import dev.retort.recipe.Positions;
import dev.retort.recipe.PriceFile;
import dev.retort.recipe.Problem;
import dev.retort.recipe.Recipe;
import dev.retort.recipe.StepEntry;
import dev.retort.recipe.StepNames;
import dev.retort.row.Schema;
import dev.retort.run.Plan.Node;
import dev.retort.step.OfModel;
import dev.retort.step.Step;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Price;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Use;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Turns a recipe into a plan: expands teachers, links steps, and follows the columns from step to step.
final class Planner {
  private final Positions positions;
  private final Path base;
  private final Recipe recipe;
  private final Map<String, Schema> actual;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Teacher> teachers = new LinkedHashMap<>();
  private final Map<String, Price> prices = new LinkedHashMap<>();
  private final Map<String, List<String>> groups = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Long> rows = new LinkedHashMap<>();
  /// Nodes whose columns are not known, for something is wrong with them or with what comes before.
  private final Set<Integer> unknown = new HashSet<>();

  /// @param positions where the recipe's parts stand, for errors
  /// @param base the recipe's folder
  /// @param actual columns of sources that were read whole, by step
  Planner(Positions positions, Path base, Recipe recipe, Map<String, Schema> actual) {
    this.actual = actual;
    this.positions = positions;
    this.base = base;
    this.recipe = recipe;
  }

  Plan plan() {
    prices();
    recipe.teachers().forEach(this::expand);
    List<String> names = StepNames.of(recipe);
    if (names.isEmpty()) {
      problems.add(positions.problem("steps", "found no step, wanted at least one. Begin with 'read'."));
    }
    for (int i = 0; i < names.size(); i++) {
      link(names, i);
      refuseSharedExport(names, i);
    }
    problems.addAll(BudgetProblems.of(positions, recipe, teachers, nodes));
    if (unknown.isEmpty()) {
      problems.addAll(StudyProblems.of(positions, base, recipe, nodes));
    }
    return new Plan(recipe, nodes, teachers, problems, notes, rows);
  }

  /// Two steps that write to one folder, or one inside the other's, would put each other aside.
  private void refuseSharedExport(List<String> names, int index) {
    String own = recipe.steps().get(index).step().exports();
    for (int i = 0; own != null && i < index; i++) {
      String other = recipe.steps().get(i).step().exports();
      if (other != null && (Path.of(own).startsWith(other) || Path.of(other).startsWith(own))) {
        problems.add(positions.problem(path(index) + ".path",
            "found '%s', where step '%s' writes to '%s'. Give each a folder of its own.".formatted(own, names.get(i),
                other)));
      }
    }
  }

  private void prices() {
    String path = recipe.bounds().prices();
    if (path != null) {
      PriceFile read = PriceFile.read(base.resolve(path));
      problems.addAll(read.problems());
      prices.putAll(read.prices());
    }
  }

  /// The teacher with the price of its model, where it has none of its own.
  private Teacher priced(Teacher teacher) {
    String model = teacher.backend().model();
    Price found = model == null ? null : prices.get(model);
    return found == null || teacher.meter().price() != null ? teacher : teacher.with(teacher.meter().with(found));
  }

  private void expand(String name, Teacher teacher) {
    String where = "teachers." + name;
    teacher.backend().problems(base).forEach(message -> problems.add(positions.problem(where, message)));
    teacher.backend().cannot(teacher.sampling()).forEach(message -> problems.add(positions.problem(where, message)));
    try {
      List<String> members = new ArrayList<>();
      for (Backend.Member member : teacher.backend().members(name, base)) {
        String full = member.name().equals(name) ? name : name + "/" + member.name();
        members.add(full);
        teachers.put(full, priced(teacher.with(member.backend())));
      }
      groups.put(name, members);
    } catch (UserError e) {
      e.lines().forEach(line -> problems.add(positions.problem(where, line)));
    }
  }

  private void link(List<String> names, int index) {
    StepEntry entry = recipe.steps().get(index);
    String from = entry.from();
    int input = from == null ? index - 1 : names.subList(0, index).indexOf(from);
    if (from != null && input < 0) {
      problems.add(positions.problem("steps[%d].from".formatted(index),
          "found '%s', wanted the name of an earlier step, one of %s. Correct the name or the order."
              .formatted(from, names.subList(0, index))));
    }
    if (entry.step().brings() != null) {
      input = -1;
    } else if (input < 0) {
      problems.add(positions.problem(path(index),
          "nothing comes in. Put a source such as 'read' before it."));
      nodes.add(new Node(names.get(index), index + 1, entry, -1, Schema.of()));
      unknown.add(index);
      return;
    }
    Schema in = input < 0 ? Schema.of() : nodes.get(input).columns();
    int before = problems.size();
    Facts facts = new Facts(index, names.get(index), input);
    Schema out;
    try {
      out = entry.step().columns(in, facts);
    } catch (UserError e) {
      e.lines().forEach(line -> facts.problem("", line));
      out = in;
    }
    out = actual.getOrDefault(names.get(index), out);
    if (entry.step() instanceof OfModel step && Fallbacks.of(step, teachers)) {
      out = Fallbacks.columns(out, names.get(index));
      Fallbacks.problems(step, teachers).forEach(message -> facts.problem("", message));
    }
    if (unknown.contains(input) || problems.size() > before) {
      unknown.add(index);
    }
    nodes.add(new Node(names.get(index), index + 1, entry, input, out));
    if (entry.step() instanceof OfModel step && step.asksChats()) {
      chats(path(index), step);
    }
  }

  private String path(int index) {
    return "steps[%d].%s".formatted(index, recipe.steps().get(index).kind());
  }

  private void chats(String where, OfModel step) {
    for (String name : Fallbacks.asked(step, teachers)) {
      Teacher teacher = teachers.get(name);
      if (teacher != null) {
        teacher.backend().chatProblems(base)
            .forEach(message -> problems.add(positions.problem(where, "teacher '%s': %s".formatted(name, message))));
        refuseSampling(where, name, teacher, step);
      }
    }
  }

  /// What the step's own way of drawing asks of a teacher that cannot; what the teacher's own asks is told of it.
  private void refuseSampling(String where, String name, Teacher teacher, OfModel step) {
    List<String> told = teacher.backend().cannot(teacher.sampling());
    for (String message : teacher.backend().cannot(teacher.sampling().with(step.sampling()))) {
      if (!told.contains(message)) {
        problems.add(positions.problem(where, "teacher '%s': %s".formatted(name, message)));
      }
    }
  }

  /// What one step is told, and says.
  private final class Facts implements Step.Planning {
    private final int index;
    private final String name;
    private final int input;

    Facts(int index, String name, int input) {
      this.index = index;
      this.name = name;
      this.input = input;
    }

    @Override
    public String step() {
      return name;
    }

    @Override
    public void problem(String option, String message) {
      // What a step says of columns that are not known would only hide what is really wrong.
      if (!unknown.contains(input)) {
        tell(option, message);
      }
    }

    private void tell(String option, String message) {
      problems.add(positions.problem(option.isEmpty() ? path(index) : path(index) + "." + option, message));
    }

    @Override
    public void rows(long brought) {
      rows.put(name, brought);
    }

    @Override
    public void note(String message) {
      notes.add(name + ": " + message);
    }

    @Override
    public List<String> teachers() {
      return List.copyOf(teachers.keySet());
    }

    @Override
    public List<String> members(String option, String teacherOrGroup) {
      List<String> members = groups.get(teacherOrGroup);
      if (members != null) {
        return members;
      }
      if (teachers.containsKey(teacherOrGroup)) {
        return List.of(teacherOrGroup);
      }
      tell(option, "found no teacher '%s', wanted one of %s. Correct the name or add it under 'teachers:'."
          .formatted(teacherOrGroup, groups.keySet()));
      return List.of();
    }

    @Override
    public Path resolve(String path) {
      return base.resolve(path).normalize();
    }

    @Override
    public Use intendedUse() {
      return recipe.intendedUse();
    }

    @Override
    public Map<String, Terms> descends() {
      Map<String, Terms> terms = new LinkedHashMap<>();
      for (int i = input; i >= 0; i = nodes.get(i).input()) {
        Node node = nodes.get(i);
        Terms brought = node.entry().step().brings();
        if (brought != null) {
          terms.put(node.name(), brought);
        }
        for (String teacher : new TreeSet<>(Fallbacks.asked(node.entry().step(), teachers))) {
          terms.put(teacher, teachers.get(teacher) == null ? Terms.UNKNOWN : teachers.get(teacher).effectiveTerms());
        }
      }
      return terms;
    }
  }
}
