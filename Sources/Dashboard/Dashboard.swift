/// The dashboard as values: what it knows, what may happen to it, what it asks for, how it looks.
///
/// Nothing in here reads a clock, a socket or a terminal. What happens comes in as an ``Action``,
/// what is wanted of the world goes out as an ``Effect``, and ``view(_:theme:size:)`` draws a state.
package enum Dashboard {}
