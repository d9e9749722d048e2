/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long a program takes until its window is mapped, against another one.
 *
 *   bench-start PAIRS COMMAND... -- COMMAND...
 *
 * Runs the two in turn (A B, B A, ...) on the display it finds itself on, the first pair thrown away, and
 * prints a line a pair: seconds by the clock and seconds of CPU of each. */

#include <X11/Xlib.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LIMIT_S 60

/* What is smaller is no window for people: toolkits map small helpers. */
#define LEAST_SIZE 200

typedef struct {
  double wall;
  double cpu;
} Start;

static double
read_clock (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static int
is_for_people (Display *display, const XMapEvent *event)
{
  XWindowAttributes attributes;

  return !event->override_redirect && XGetWindowAttributes (display, event->window, &attributes) != 0 &&
         attributes.width >= LEAST_SIZE && attributes.height >= LEAST_SIZE;
}

static void
await_window (Display *display, pid_t pid)
{
  double end = read_clock (CLOCK_MONOTONIC) + LIMIT_S;

  for (;;)
    {
      struct pollfd descriptor = { .fd = ConnectionNumber (display), .events = POLLIN };

      while (XPending (display) > 0)
        {
          XEvent event;

          XNextEvent (display, &event);
          if (event.type == MapNotify && is_for_people (display, &event.xmap))
            return;
        }
      if (waitpid (pid, NULL, WNOHANG) != 0 || read_clock (CLOCK_MONOTONIC) > end)
        {
          fprintf (stderr, "the program ended without a window, or had none after %d s\n", LIMIT_S);
          exit (1);
        }
      poll (&descriptor, 1, 100);
    }
}

static int
ignore_error (Display *display, XErrorEvent *event)
{
  /* A window may be gone before it is asked for its size. */
  return 0;
}

static Start
start (Display *display, char **command)
{
  Start taken;
  clockid_t clock;
  double begin = read_clock (CLOCK_MONOTONIC);
  pid_t pid = fork ();

  if (pid < 0)
    {
      perror ("fork");
      exit (1);
    }
  if (pid == 0)
    {
      setpgid (0, 0);
      execvp (command[0], command);
      fprintf (stderr, "%s: %s\n", command[0], strerror (errno));
      _exit (127);
    }
  await_window (display, pid);
  taken.wall = read_clock (CLOCK_MONOTONIC) - begin;
  taken.cpu = clock_getcpuclockid (pid, &clock) == 0 ? read_clock (clock) : 0;
  kill (-pid, SIGKILL);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  XSync (display, True);
  return taken;
}

int
main (int argc, char **argv)
{
  int pairs = argc > 1 ? atoi (argv[1]) : 0;
  char **first = argv + 2;
  char **second = NULL;
  Display *display;

  for (int i = 2; i < argc && second == NULL; i++)
    if (strcmp (argv[i], "--") == 0)
      {
        argv[i] = NULL;
        second = argv + i + 1;
      }
  if (pairs <= 0 || second == NULL || first[0] == NULL || second[0] == NULL)
    {
      fprintf (stderr, "usage: bench-start PAIRS COMMAND... -- COMMAND...\n");
      return 2;
    }
  display = XOpenDisplay (NULL);
  if (display == NULL)
    {
      fprintf (stderr, "no display\n");
      return 1;
    }
  XSetErrorHandler (ignore_error);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  XSync (display, False);
  for (int i = 0; i <= pairs; i++)
    {
      Start a, b;

      if (i % 2 == 0)
        {
          a = start (display, first);
          b = start (display, second);
        }
      else
        {
          b = start (display, second);
          a = start (display, first);
        }
      if (i > 0)
        printf ("%.4f %.4f %.4f %.4f\n", a.wall, a.cpu, b.wall, b.cpu);
      fflush (stdout);
    }
  XCloseDisplay (display);
  return 0;
}
