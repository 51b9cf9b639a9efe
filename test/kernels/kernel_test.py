"""Jupyter's own test suite of kernels, run against ours. Nothing of it is left out."""

import unittest

import jupyter_kernel_test


class SpiketimeKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "spiketime"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("oops")'
    completion_samples = [
        {"text": "Math.flo", "matches": {"floor"}},
        {"text": "const name = 'x'; name.toUpp", "matches": {"toUpperCase"}},
    ]
    complete_code_samples = ["1", "const a = 1", "function f() { return 1 }", "await 1", "for (const x of [1]) { x }"]
    incomplete_code_samples = ["function f() {", "[1, 2,", "if (true) {", "const a = `x"]
    invalid_code_samples = ["const = 1", "let 5 = a"]
    code_page_something = "page('something to read')"
    code_generate_error = 'throw new Error("broken")'
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "[1, 2].map(x => x * 2)", "result": "[ 2, 4 ]"},
        {"code": "'text'", "result": "'text'"},
        {"code": "html('<b>bold</b>')", "mime": "text/html", "result": "<b>bold</b>"},
        {"code": "1 + 2 + 0", "result": "3"},
        {"code": "1 + 2 + 0", "result": "3"},
    ]
    code_display_data = [
        {"code": "display(html('<b>bold</b>'))", "mime": "text/html"},
        {"code": "display(markdown('*x*'))", "mime": "text/markdown"},
    ]
    code_history_pattern = "1 + 2 + 0*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.floor"
    code_clear_output = "clearOutput()"


class SpiketimeWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "spiketime"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
