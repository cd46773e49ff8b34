package yui.people;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A licence, the last day it is good for, and whether a coordinator has seen it. */
public record HeldLicence(String code, @Nullable LocalDate expiresOn, boolean verified) {}
