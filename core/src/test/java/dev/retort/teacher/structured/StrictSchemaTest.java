package dev.retort.teacher.structured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictSchemaTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "true  | {'type':'object','properties':{'a':{'type':'string'}},'required':['a'],'additionalProperties':false}",
      "true  | {'type':'object','properties':{'a':{'type':['string','null']},'b':{'enum':[1]}},'required':['b','a'],'additionalProperties':false}",
      "true  | {'type':'object','properties':{'a':{'type':'array','items':{'$ref':'#/$defs/x'}}},'required':['a'],'additionalProperties':false,'$defs':{'x':{'type':'string'}}}",
      "false | {'type':'object','properties':{'a':{'type':'string'}},'required':[],'additionalProperties':false}",
      "false | {'type':'object','properties':{'a':{'type':'string'}},'required':['a']}",
      "false | {'type':'object','properties':{'a':{'type':'string'}},'required':['a'],'additionalProperties':true}",
      "false | {'type':'object','properties':{'a':{}},'required':['a'],'additionalProperties':false}",
      "false | {'type':'object','properties':{'a':{'type':'array'}},'required':['a'],'additionalProperties':false}",
      "false | {'type':'object','properties':{'a':{'type':'object'}},'required':['a'],'additionalProperties':false}",
      "false | {'type':'object','properties':{'a':{'type':'string','minLength':1}},'required':['a'],'additionalProperties':false}",
      "false | {'type':'array','items':{'type':'string'}}", "false | {'anyOf':[{'type':'object'}]}", "false | {}"})
  void strictIsSaidOnlyOfWhatStrictServersTake(boolean strict, String schema) {
    assertThat(StrictSchema.is(Json.read(schema.replace('\'', '"')))).isEqualTo(strict);
  }
}
