#include "platform.h"

#include "order.h"

#include <stdlib.h>
#include <string.h>

/* The place of the text that a word names, or NULL. */
static const char **text_named(struct order *order, const char *word) {
  if (strcmp(word, "--uid-map") == 0) return &order->uid_map;
  if (strcmp(word, "--gid-map") == 0) return &order->gid_map;
  if (strcmp(word, "--newuidmap") == 0) return &order->newuidmap;
  if (strcmp(word, "--newgidmap") == 0) return &order->newgidmap;
  if (strcmp(word, "--lower") == 0) return &order->lower;
  if (strcmp(word, "--scratch") == 0) return &order->scratch;
  if (strcmp(word, "--hostname") == 0) return &order->hostname;
  if (strcmp(word, "--memory-size") == 0) return &order->memory_size;
  return NULL;
}

/* How many words were taken, or -1. */
static int take(struct order *order, char *words[], int left) {
  if (strcmp(words[0], "--map-lower") == 0) {
    order->maps_lower = 1;
    return 1;
  }
  if (strcmp(words[0], "--shares-network") == 0) {
    order->shares_network = 1;
    return 1;
  }
  if (strcmp(words[0], "--folder") == 0) {
    if (left < 3 || order->folder_count == ORDER_FOLDER_LIMIT) return -1;
    order->folders[order->folder_count++] =
        (struct order_folder){.ours = words[1], .inside = words[2], .descriptor = -1};
    return 3;
  }
  if (strcmp(words[0], "--file") == 0) {
    if (left < 4 || order->file_count == ORDER_FILE_LIMIT) return -1;
    order->files[order->file_count++] = (struct order_file){
        .ours = words[1],
        .inside = words[2],
        .mode = (unsigned)strtoul(words[3], NULL, 8),
        .descriptor = -1};
    return 4;
  }
  const char **text = text_named(order, words[0]);
  if (text == NULL || left < 2) return -1;
  *text = words[1];
  return 2;
}

static int order_has_maps(const struct order *order) {
  return order->uid_map != NULL && order->gid_map != NULL &&
         (order->newuidmap == NULL) == (order->newgidmap == NULL);
}

int order_makes_machine(const struct order *order) {
  return order->lower != NULL && order->scratch != NULL && order->hostname != NULL &&
         order->memory_size != NULL;
}

int order_parse(struct order *order, int count, char *arguments[]) {
  memset(order, 0, sizeof *order);
  for (int i = 2; i < count;) {
    if (strcmp(arguments[i], "--") == 0) return order_has_maps(order) ? i : -1;
    int taken = take(order, arguments + i, count - i);
    if (taken < 0) return -1;
    i += taken;
  }
  return -1;
}
