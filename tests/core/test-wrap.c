/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/drover-wrap.h"

static void
test_columns (void)
{
  g_assert_cmpuint (drover_columns ("", -1), ==, 0);
  g_assert_cmpuint (drover_columns ("Grüße", -1), ==, 5);
  g_assert_cmpuint (drover_columns ("u\314\210", -1), ==, 1);
  g_assert_cmpuint (drover_columns ("源主机：", -1), ==, 8);
  g_assert_cmpuint (drover_columns ("虚拟机 vm", 9), ==, 6);
}

static void
test_wrapping (void)
{
  static const struct {
    const char *text;
    guint indent;
    guint width;
    const char *wrapped;
  } rows[] = {
    { "", 0, 10, "" },
    { "one two three", 0, 0, "one two three" },
    { "one two three", 0, 8, "one two\nthree" },
    { "one two three", 2, 9, "one two\n  three" },
    { "one  two", 0, 8, "one  two" },
    { "one\n\n  two", 1, 8, "one\n \n two" },
    { "/a/path/that/is/long x", 0, 5, "/a/path/that/is/long\nx" },
    /* Latin is broken at spaces alone, whatever stands in it. */
    { "a-b/c.d(e)f", 0, 4, "a-b/c.d(e)f" },
    /* Each Chinese character takes two columns, and a line may end behind any of them. */
    { "目标主机没有运行", 0, 8, "目标主机\n没有运行" },
    { "目标主机没有运行", 0, 9, "目标主机\n没有运行" },
    { "目标主机没有运行", 2, 8, "目标主\n  机没有\n  运行" },
    /* No line begins with punctuation that closes, and none ends with what opens. */
    { "目标主机。没有", 0, 8, "目标主\n机。没有" },
    { "目标主（机）没有", 0, 8, "目标主\n（机）没\n有" },
    { "目标主“机”没有", 0, 7, "目标主\n“机”没\n有" },
    { "正在检查：…", 0, 8, "正在检\n查：…" },
    /* Words of both kinds in one text. */
    { "运行 virsh list 命令", 0, 10, "运行 virsh\nlist 命令" },
    { "运行virsh命令", 0, 8, "运行\nvirsh命\n令" },
    { "目标主机 (49152)", 0, 9, "目标主机\n(49152)" },
    { "内存 50% 已发送", 0, 8, "内存 50%\n已发送" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      drover_append_wrapped (out, rows[i].indent, rows[i].text, rows[i].width);
      g_assert_cmpstr (out->str, ==, rows[i].wrapped);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wrap/columns", test_columns);
  g_test_add_func ("/wrap/wrapping", test_wrapping);
  return g_test_run ();
}
