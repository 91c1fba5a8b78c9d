package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetProblemsTest {
  private static final String PRICE = "{input: 1, output: 2, as_of: 2026-11-01, source: \"https://example.com\"}";

  @TempDir
  Path folder;

  private List<String> problems(String budget, String teacher, String respond) throws IOException {
    Path recipe = Files.writeString(folder.resolve("r.yaml"), """
        budget: %s
        teachers:
          remote:
            openai: {base_url: "http://127.0.0.1:1/v1", model: small}
            %s
          idle:
            openai: {base_url: "http://127.0.0.1:1/v1", model: other}
        steps:
          - simulated_chats: {rows: 2, turns: 1}
          - respond: {teachers: [remote]%s}
        """.formatted(budget, teacher, respond));
    return Check.check(RunOptions.of(recipe)).problems().stream().map(Object::toString)
        .map(line -> line.replace(recipe.toString(), "r.yaml")).toList();
  }

  @Test
  void aBudgetOfMoneyNeedsAPriceOfEveryTeacherThatIsAsked() throws IOException {
    assertThat(problems("{usd: 1}", "sampling: {max_tokens: 9}", "")).singleElement().asString()
        .startsWith("r.yaml:3:3: teachers.remote: ").contains("has no price, where budget.usd bounds")
        .contains("name model 'small' in the file under 'prices:'");
    assertThat(problems("{}", "{sampling: {max_tokens: 9}, budget: {usd: 1}}".replaceAll("^\\{|}$", "")
        .replace(", budget", "\n    budget"), "")).singleElement().asString()
        .contains("teachers.remote.budget.usd bounds");
    assertThat(problems("{usd: 1}", "sampling: {max_tokens: 9}\n    price: " + PRICE, "")).isEmpty();
    assertThat(problems("{calls: 1}", "deadline: 9s", "")).isEmpty();
  }

  @Test
  void aBudgetOfTokensNeedsALongestAnswer() throws IOException {
    assertThat(problems("{tokens: 100}", "sampling: {temperature: 1}", "")).singleElement().asString()
        .startsWith(
            "r.yaml:5:5: teachers.remote.sampling: nothing bounds the answers of teacher 'remote' in step 'respond'");
    assertThat(problems("{tokens: 100}", "limits: {context_window: 4096}", "")).isEmpty();
    assertThat(problems("{tokens: 100}", "deadline: 9s", ", sampling: {max_tokens: 5}")).isEmpty();
    assertThat(problems("{tokens: 100}", "sampling: {extra: {max_completion_tokens: 5}}", "")).isEmpty();
  }

  @Test
  void aPriceFileServesTeachersWithoutAPriceOfTheirOwn() throws IOException {
    Files.writeString(folder.resolve("prices.yaml"), "small: " + PRICE + "\n");
    assertThat(problems("{usd: 1}\nprices: prices.yaml", "sampling: {max_tokens: 9}", "")).isEmpty();

    Files.writeString(folder.resolve("prices.yaml"), "small: {input: 1, output: 2}\n");
    assertThat(problems("{}\nprices: prices.yaml", "sampling: {max_tokens: 9}", "")).hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("prices.yaml:1:"));
  }

  @Test
  void budgetsThatMakeNoSenseAreTold() throws IOException {
    assertThat(problems("{usd: 0}", "deadline: 9s", "")).singleElement().asString()
        .startsWith("r.yaml:1:").contains("budget.usd: usd must be above 0");
    assertThat(problems("{usds: 3}", "deadline: 9s", "")).singleElement().asString().contains("'usd'");
  }
}
