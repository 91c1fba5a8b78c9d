package dev.retort.teacher.batch;

import java.util.List;

/// A batch as its provider sees it now.
///
/// @param files where its results lie, as the provider names them; empty while it is open
/// @param complaints why it was refused
public record Job(String id, Status status, List<String> files, List<Complaint> complaints) {

  public Job {
    files = List.copyOf(files);
    complaints = List.copyOf(complaints);
  }

  /// How far it is. All but `OPEN` are ends.
  public enum Status {
    OPEN, COMPLETED,
    /// Its time was over; what was answered until then is there.
    EXPIRED,
    /// Somebody ended it; what was answered until then is there.
    CANCELLED,
    /// Refused as a whole; nothing of it was answered.
    FAILED
  }

  /// @param line of the batch's file, from 1; 0 where it is about the whole
  public record Complaint(int line, String code, String message) {}
}
