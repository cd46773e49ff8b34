package yui.tasks;

/** Who can be reached on the day. */
public record OnCall(String name, String phone) {}
