package dev.hanse.storage.history;

/// Something wrong with what is on disk.
///
/// @param place the file or the row
/// @param problem what is wrong there
/// @param advice what a person should do
public record Finding(String place, String problem, String advice) {

    @Override
    public String toString() {
        return place + ": " + problem + "; " + advice;
    }
}
