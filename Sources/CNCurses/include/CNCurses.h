#ifndef CNCURSES_H
#define CNCURSES_H
// Nothing of ncurses is visible here: its macros, its mutable globals and its WINDOW type, which
// differ between systems, stay behind these functions.
#include <stdbool.h>
#include <stdint.h>

// ---- The screen (screen.c). One at a time, and only from the thread that owns it.

// Makes the C library count columns as a UTF-8 terminal does, whatever the locale.
void cncurses_use_utf8(void);

// Opens the screen of a terminal type on two descriptors; false if the type is not known.
bool cncurses_open(const char *type, int output, int input, bool colors);
// Gives the terminal back for good.
void cncurses_close(void);
// Gives the terminal back for a while, and takes it again.
void cncurses_leave(void);
void cncurses_enter(void);

int cncurses_colors(void);
int cncurses_pairs(void);
int cncurses_rows(void);
int cncurses_columns(void);
// A colour is a palette number, a 24-bit value, or -1 for the terminal's own.
bool cncurses_set_pair(int pair, int foreground, int background);

enum {
  CNCURSES_BOLD = 1,
  CNCURSES_DIM = 2,
  CNCURSES_ITALIC = 4,
  CNCURSES_UNDERLINE = 8,
  CNCURSES_REVERSE = 16,
};

// Puts one spacing scalar and its marks (at most five scalars together) into a cell.
void cncurses_put(
  int row, int column, const uint32_t *scalars, int count, uint32_t attributes, int pair);
// A negative row hides the cursor.
void cncurses_set_cursor(int row, int column);
// Sends what has changed.
void cncurses_refresh(void);
// The next refresh sends everything, for a screen that someone else has written on.
void cncurses_distrust(void);
void cncurses_resize(int rows, int columns);

// How many columns the C library, and so ncurses, counts for a scalar; -1 for none at all.
int cncurses_columns_of(uint32_t scalar);
// A string capability of the open terminal; NULL if it has none.
const char *cncurses_string(const char *capability);

// ---- The loop (loop.c). Handlers only set flags and write to a pipe: all that is safe in one.

// Opens the wake pipe and takes over the signals that concern a terminal; false on failure.
// Must come before cncurses_open: ncurses leaves alone the signals that have a handler.
bool cncurses_loop_open(void);
// Wakes the loop; from any thread.
void cncurses_wake(void);
// Signals since the last call, as bits.
uint64_t cncurses_take_signals(void);
// Gives signals back, for who takes them next, and wakes the loop.
void cncurses_keep_signals(uint64_t signals);

enum { CNCURSES_READABLE = 1, CNCURSES_WOKEN = 2, CNCURSES_BROKEN = 4 };
// Waits for input, a wake-up or the time; negative milliseconds wait for ever.
int cncurses_wait(int input, int milliseconds);

// ---- The terminal as a device, and jobs on it (terminal.c).

bool cncurses_save_modes(int terminal);
void cncurses_restore_modes(void);
bool cncurses_window_size(int terminal, int *rows, int *columns);
void cncurses_discard_input(int terminal);
void cncurses_write(int descriptor, const void *bytes, long count);
// From now on a crash sends these bytes and restores the saved modes before it kills the process.
void cncurses_restore_on_crash(int terminal, const char *bytes, long count);
// Stops this job as ctrl-z does, and returns when it is continued.
void cncurses_stop_job(void);

// Runs a program as the terminal's foreground job and waits for it. Answers its exit status as a
// shell counts it, or -1 with *error set if it could not be started. environment may be NULL.
int cncurses_run_foreground(
  int terminal, char *const *arguments, char *const *environment, int *error);
// Runs a program that neither reads nor writes the terminal.
int cncurses_run_quietly(char *const *arguments, int *error);

#endif
