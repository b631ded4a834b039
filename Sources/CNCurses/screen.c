#define _GNU_SOURCE 1
#define _DARWIN_C_SOURCE 1
// Before every other header, or ncurses.h leaves out the wide characters.
#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include "CNCurses.h"
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdio.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>
// term.h takes these words for itself.
#undef lines
#undef columns

// Pairs beyond 255 and 24-bit colours came with ABI 6; Apple's ncurses is older.
#if defined(NCURSES_EXT_COLORS) && NCURSES_EXT_COLORS && NCURSES_VERSION_PATCH >= 20170401
#define HAS_EXTENDED_COLORS 1
#else
#define HAS_EXTENDED_COLORS 0
#endif

static SCREEN *screen;
static FILE *output_file, *input_file;
static bool has_colors_on;

void cncurses_use_utf8(void) {
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return;
  if (!setlocale(LC_CTYPE, "C.UTF-8")) setlocale(LC_CTYPE, "en_US.UTF-8");
}

static FILE *open_copy(int descriptor, const char *mode) {
  int copy = dup(descriptor);
  if (copy < 0) return NULL;
  FILE *file = fdopen(copy, mode);
  if (!file) close(copy);
  return file;
}

static void close_files(void) {
  if (output_file) fclose(output_file);
  if (input_file) fclose(input_file);
  output_file = input_file = NULL;
}

bool cncurses_open(const char *type, int output, int input, bool colors) {
  output_file = open_copy(output, "w");
  input_file = open_copy(input, "r");
  screen = output_file && input_file ? newterm((char *)type, output_file, input_file) : NULL;
  if (!screen) {
    close_files();
    return false;
  }
  set_term(screen);
  raw();
  noecho();
  nonl();
  // Without this, ncurses looks for waiting keys and then stops drawing half way.
  typeahead(-1);
  // Only for the keypad mode it switches on: input is never read through ncurses.
  keypad(stdscr, TRUE);
  has_colors_on = colors && has_colors() && start_color() == OK;
  if (has_colors_on) use_default_colors();
  curs_set(0);
  return true;
}

void cncurses_close(void) {
  if (!screen) return;
  endwin();
  delscreen(screen);
  screen = NULL;
  close_files();
}

void cncurses_leave(void) { endwin(); }

void cncurses_enter(void) {
  reset_prog_mode();
  clearok(curscr, TRUE);
}

int cncurses_colors(void) { return has_colors_on ? COLORS : 0; }

int cncurses_pairs(void) {
  int most = HAS_EXTENDED_COLORS ? 32767 : 256;
  return !has_colors_on ? 0 : COLOR_PAIRS < most ? COLOR_PAIRS : most;
}

int cncurses_rows(void) { return getmaxy(stdscr); }
int cncurses_columns(void) { return getmaxx(stdscr); }

bool cncurses_set_pair(int pair, int foreground, int background) {
#if HAS_EXTENDED_COLORS
  return init_extended_pair(pair, foreground, background) == OK;
#else
  return init_pair((short)pair, (short)foreground, (short)background) == OK;
#endif
}

static attr_t curses_attributes(uint32_t attributes) {
  attr_t result = A_NORMAL;
  if (attributes & CNCURSES_BOLD) result |= A_BOLD;
  if (attributes & CNCURSES_DIM) result |= A_DIM;
#ifdef A_ITALIC
  if (attributes & CNCURSES_ITALIC) result |= A_ITALIC;
#endif
  if (attributes & CNCURSES_UNDERLINE) result |= A_UNDERLINE;
  if (attributes & CNCURSES_REVERSE) result |= A_REVERSE;
  return result;
}

void cncurses_put(
  int row, int column, const uint32_t *scalars, int count, uint32_t attributes, int pair) {
  wchar_t text[CCHARW_MAX + 1] = {0};
  for (int i = 0; i < count && i < CCHARW_MAX; i++) text[i] = (wchar_t)scalars[i];
  cchar_t cell;
#if HAS_EXTENDED_COLORS
  int made = setcchar(&cell, text, curses_attributes(attributes), (short)pair, &pair);
#else
  int made = setcchar(&cell, text, curses_attributes(attributes), (short)pair, NULL);
#endif
  // The last cell of the screen is filled although ncurses says ERR, as the cursor has no place
  // to go to.
  if (made == OK) (void)mvadd_wch(row, column, &cell);
}

void cncurses_set_cursor(int row, int column) {
  curs_set(row < 0 ? 0 : 1);
  if (row >= 0) move(row, column);
}

void cncurses_refresh(void) {
  wnoutrefresh(stdscr);
  doupdate();
}

void cncurses_distrust(void) { clearok(curscr, TRUE); }

void cncurses_resize(int rows, int columns) { resizeterm(rows, columns); }

int cncurses_columns_of(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

const char *cncurses_string(const char *capability) {
  char *string = tigetstr((char *)capability);
  return string == (char *)-1 ? NULL : string;
}
