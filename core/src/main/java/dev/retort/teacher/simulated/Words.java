package dev.retort.teacher.simulated;

import java.util.List;

/// The words that tasks are filled with.
final class Words {
  static final List<String> PEOPLE = List.of("Amara", "Bruno", "Chen", "Dalia", "Emeka", "Farah", "Goran", "Hana",
      "Ines", "Jonas", "Kofi", "Lena", "Mateo", "Nadia", "Oskar", "Priya", "Rosa", "Sven", "Tomas", "Yuki");
  static final List<String> THINGS = List.of("apples", "pencils", "marbles", "candles", "tickets", "buttons", "shells",
      "stamps", "biscuits", "notebooks", "ribbons", "lanterns", "spoons", "postcards");
  static final List<String> GOODS = List.of("lamp", "chair", "kettle", "jacket", "radio", "basket", "clock", "blanket",
      "camera", "suitcase");
  static final List<String> CITIES = List.of("Lisbon", "Nairobi", "Oslo", "Lima", "Hanoi", "Tunis", "Quebec", "Porto",
      "Dakar", "Riga", "Kyoto", "Perth");
  static final List<String> EVENTS = List.of("concert", "workshop", "parade", "lecture", "festival", "meeting", "fair",
      "exhibition");
  static final List<String> COLOURS = List.of("red", "green", "blue", "yellow", "orange", "purple", "white", "black",
      "brown", "pink", "grey");
  static final List<String> PLAIN = List.of("garden", "window", "candle", "river", "mountain", "letter", "winter",
      "station", "planet", "harbour", "kitchen", "feather", "bridge", "meadow", "lantern", "compass", "orchard",
      "blanket", "thunder", "pebble", "island", "journey", "saddle", "mirror", "velvet", "barrel", "cactus", "falcon");
  static final List<String> TOPICS = List.of("the sea", "growing tomatoes", "a night train", "learning to cook",
      "city parks", "old maps", "winter hiking", "keeping bees", "public libraries", "repairing a bicycle",
      "baking bread", "bird watching", "a school choir", "mountain rivers", "writing letters", "a weekend market");

  private Words() {}
}
