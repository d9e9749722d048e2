# SPDX-License-Identifier: GPL-3.0-or-later
"""The texts of the program in another language, for a test that looks for them on the screen."""

import gettext
import pathlib
import subprocess
import tempfile

BARE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: {}\\n"\n'


class Tongue:
    """The language `code` as the build folder that holds `program` has it; None is the source's own English.

    A language it does not have gets a catalogue without a text: GLib lets the libraries speak only where the program
    does (g_dgettext()), and it is GTK's catalogue that says which way one reads."""

    def __init__(self, program, code=None):
        self.directory = pathlib.Path(program).resolve().parents[2] / "po"
        self.bare = tempfile.TemporaryDirectory(prefix="drover-tongue-") if code and code not in self.languages() else None
        if self.bare:
            self.directory = pathlib.Path(self.bare.name)
            messages = self.directory / code / "LC_MESSAGES"
            messages.mkdir(parents=True)
            subprocess.run(["msgfmt", "-o", str(messages / "drover.mo"), "-"], input=BARE.format(code), text=True, check=True)
        self.environment = [
            f"DROVER_LOCALEDIR={self.directory}", f"LANGUAGE={code}", f"PANGO_LANGUAGE={code.replace('_', '-')}"] if code else []
        self.catalogue = (gettext.translation("drover", self.directory, [code]) if code in self.languages()
                          else gettext.NullTranslations())

    def languages(self):
        return [path.name for path in self.directory.iterdir() if (path / "LC_MESSAGES" / "drover.mo").exists()]

    def say(self, text, *arguments):
        """`text` as it is shown, without the mark of its key; what the catalogue does not have is said as it is."""
        shown = self.catalogue.gettext(text)
        if shown == text:
            for place, letter in enumerate(text):
                marked = f"{text[:place]}_{text[place:]}"
                if letter.isalpha() and self.catalogue.gettext(marked) != marked:
                    shown = self.catalogue.gettext(marked).replace("_", "")
                    break
        return self.fill(shown, arguments) if arguments else shown

    @staticmethod
    def fill(shown, arguments):
        """With arguments that may be numbered, which Python's own % cannot do."""
        for number, argument in enumerate(arguments, 1):
            shown = shown.replace(f"%{number}$s", argument)
        return shown % arguments if "%s" in shown else shown
