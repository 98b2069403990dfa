"""Recording, finishing and reporting touch no network address."""

from __future__ import annotations

import subprocess
import sys
import textwrap


def test_no_socket_is_opened_while_a_session_is_recorded_and_reported(tmp_path) -> None:
    program = textwrap.dedent(
        """
        import sys
        from pathlib import Path

        touched = []
        def watch(name, arguments):
            if name.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
                touched.append((name, arguments))
        sys.addaudithook(watch)

        import numpy as np
        from glyphcam.live.frame import Frame
        from glyphcam.live.reading import Reading, Step
        from glyphcam.live.recorder import Recorder, RecordSettings
        from glyphcam.live.recorder_subject import Subject
        from glyphcam.live.export_formats import FORMATS, export_sessions
        from glyphcam.live.session_folder import all_sessions
        from glyphcam.live.session_report import write_report
        from glyphcam.live.view import View

        root = Path(sys.argv[1])
        picture = np.zeros((120, 160, 3), np.uint8)
        subject = lambda: Subject("asl", "a test", "onnx", ())
        with Recorder(RecordSettings(True, root), View(), subject, print) as recorder:
            for index in range(30):
                recorder.take(Step(Frame(picture, index, index / 30), Reading(), picture))
        [folder] = all_sessions(root)
        write_report(folder, folder.path / "report.html")
        for form in ("csv", "elan", "labelstudio", "json"):
            export_sessions([folder], FORMATS[form], root)
        sockets = []
        for number in range(256):
            link = Path(f"/proc/self/fd/{number}")
            if link.is_symlink() and "socket" in str(link.readlink()):
                sockets.append(number)
        assert not touched, touched
        assert not sockets, sockets
        print("silent")
        """
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1:] == ["silent"], done.stderr
