package dev.retort.teacher.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.retort.row.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SchemaAnswerTest {
  private final Fleet fleet = Asks.fleet(5);

  private static ObjectNode asking(String prompt, String schema) {
    ObjectNode body = Asks.chat("sim-thinker", prompt);
    body.putObject("response_format").put("type", "json_schema").putObject("json_schema").put("name", "x").set("schema",
        Json.read(schema));
    return body;
  }

  private static boolean valid(String schema, JsonNode value) {
    Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
    return compiled.validate(value).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{'type':'object','properties':{'score':{'type':'integer','minimum':1,'maximum':10},'why':{'type':'string'}},'required':['score','why'],'additionalProperties':false}",
      "{'type':'array','items':{'enum':['red','green',3,null]},'minItems':4,'maxItems':6}",
      "{'type':'object','properties':{'tags':{'type':'array','items':{'type':'string','maxLength':12,'minLength':5}},'ok':{'type':'boolean'},'p':{'type':'number','exclusiveMinimum':0,'exclusiveMaximum':1}},'required':['tags','ok','p']}",
      "{'$defs':{'node':{'type':'object','properties':{'name':{'type':'string'},'children':{'type':'array','items':{'$ref':'#/$defs/node'}}},'required':['name']}},'$ref':'#/$defs/node'}",
      "{'type':'object','properties':{'n':{'type':'integer','multipleOf':7,'minimum':50},'d':{'type':'string','format':'date'},'v':{'const':'fixed'},'m':{'anyOf':[{'type':'null'},{'type':'integer'}]},'t':{'type':['string','null']}},'required':['n','d','v','m','t']}",
      "{'type':'number','maximum':-5.25}"})
  void answersSatisfyTheSchema(String quoted) {
    String schema = quoted.replace('\'', '"');
    for (int seed = 0; seed < 40; seed++) {
      JsonNode answer = Json.read(Asks.text(fleet, asking("Judge this text.", schema).put("seed", seed)));
      assertThat(valid(schema, answer)).as("%s", answer).isTrue();
    }
  }

  @Test
  void theCheckRefusesAWrongAnswer() {
    assertThat(valid("{\"type\":\"integer\",\"maximum\":3}", Json.read("4"))).isFalse();
  }

  @Test
  void factsOfAnExtractionTaskGoWhereTheSchemaWantsThem() {
    String schema = "{\"type\":\"object\",\"properties\":{\"customer\":{\"type\":\"string\"},"
        + "\"quantity\":{\"type\":\"integer\"},\"item\":{\"type\":\"string\"}}}";
    String prompt = "Read the order and answer with a JSON object with the keys \"customer\", \"item\" and \"quantity\": "
        + "Rosa would like 12 spoons by Friday.";
    assertThat(Asks.text(fleet, asking(prompt, schema)))
        .isEqualTo("{\"customer\":\"Rosa\",\"item\":\"spoons\",\"quantity\":12}");
  }

  @Test
  void jsonObjectsAreObjects() {
    ObjectNode body = Asks.chat("sim-brief", "Why is the sky blue?");
    body.putObject("response_format").put("type", "json_object");
    assertThat(Json.read(Asks.text(fleet, body)).isObject()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'type':'string','pattern':'a+'}", "{'oneOf':[{'type':'string'}]}", "{'type':'strin'}",
      "{'$ref':'#/nowhere'}", "{'$ref':'#'}", "{'type':'integer','minimum':5,'maximum':4}",
      "{'type':'number','multipleOf':1e-999999999}", "{'type':'object','required':['a']}",
      "{'type':'object','properties':{'a':{'$ref':'#'},'b':{'$ref':'#'}}}"})
  void whatCannotBeSatisfiedIsRefused(String quoted) {
    ObjectNode body = asking("Judge this.", quoted.replace('\'', '"'));
    assertThatThrownBy(() -> Asks.answer(fleet, body)).isInstanceOf(BadAsk.class)
        .hasMessageContaining("response_format");
  }
}
