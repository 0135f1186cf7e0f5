package dev.hanse.apiserver.read;

/// What a list asks for besides a selection, as in `meta/v1 ListOptions`.
///
/// @param limit zero for no limit
/// @param continueToken empty for the first page
/// @param resourceVersion empty for the newest, `0` for any
/// @param match `Exact`, `NotOlderThan` or empty
public record ListQuery(long limit, String continueToken, String resourceVersion, String match) {

    public static final ListQuery NEWEST = new ListQuery(0, "", "", "");
}
