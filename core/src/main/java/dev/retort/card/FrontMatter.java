package dev.retort.card;

import dev.retort.teacher.Terms;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The YAML at the head of a dataset card, in the keys the Hugging Face hub reads.
final class FrontMatter {
  /// Licence names of the hub that a recipe's terms may be called by.
  private static final Set<String> LICENSES = Set.of("apache-2.0", "mit", "bsd-2-clause", "bsd-3-clause", "cc0-1.0",
      "cc-by-2.0", "cc-by-3.0", "cc-by-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "cc-by-nc-sa-4.0",
      "cc-by-nc-nd-4.0", "cc-by-nd-4.0", "odc-by", "odbl", "pddl", "gpl-3.0", "agpl-3.0", "llama3", "llama3.1",
      "llama3.2", "llama3.3", "gemma");
  private static final String[] SIZES = {"n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M",
      "100M<n<1B", "1B<n<10B", "10B<n<100B", "100B<n<1T"};

  private FrontMatter() {}

  static String of(String name, Manifest manifest, List<TermsGate.Finding> findings, boolean simulated) {
    StringBuilder out = new StringBuilder("---\n");
    out.append("pretty_name: ").append(Markup.yaml(name)).append('\n');
    out.append(license(findings));
    out.append("size_categories:\n- ").append(Markup.yaml(size(manifest.rows()))).append('\n');
    out.append("tags:\n- synthetic\n- retort\n").append(simulated ? "- simulated\n" : "");
    if (!manifest.files().isEmpty()) {
      String first = manifest.files().getFirst().name();
      String pattern = "data-*" + first.substring(first.indexOf('.'));
      out.append("configs:\n- config_name: default\n  data_files:\n  - split: train\n    path: ")
          .append(Markup.yaml(pattern)).append('\n');
    }
    return out.append("---\n").toString();
  }

  /// One licence only where all the rows descend from says the same one.
  private static String license(List<TermsGate.Finding> findings) {
    Set<String> names = new TreeSet<>();
    for (TermsGate.Finding finding : findings) {
      if (!finding.terms().name().equals(Terms.OWN)) {
        names.add(finding.terms().name().toLowerCase(Locale.ROOT));
      }
    }
    if (names.contains(Terms.UNKNOWN.name())) {
      return "license: unknown\n";
    }
    if (names.size() == 1 && LICENSES.contains(names.iterator().next())) {
      return "license: " + Markup.yaml(names.iterator().next()) + "\n";
    }
    return "license: other\nlicense_name: see-terms\nlicense_link: README.md\n";
  }

  static String size(long rows) {
    long limit = 1_000;
    for (String size : SIZES) {
      if (rows < limit) {
        return size;
      }
      limit *= 10;
    }
    return "n>1T";
  }
}
