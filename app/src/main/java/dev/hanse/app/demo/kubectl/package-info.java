/// The commands of the story, run by the installed kubectl or, where there is none, by a small one
/// of our own. It knows the few commands the story types, and sends the requests kubectl sends.
@NullMarked
package dev.hanse.app.demo.kubectl;

import org.jspecify.annotations.NullMarked;
