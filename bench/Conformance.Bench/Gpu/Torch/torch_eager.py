"""Times eager PyTorch on one CUDA device, as a peer of the benchmarks that start this.

Standard input: one JSON object with 'tasks', 'lead_bytes' and 'rules'. Standard output: one JSON object a line, each with a 'kind':
python, absent or torch, then for each task one of times, skipped, failed; at last end. Nothing else is printed there.
Works with every PyTorch since 1.8; what an old one lacks is composed, and the task's 'note' says so.
"""
import glob
import json
import math
import os
import sys
import time


def own_output():
    """The reader's pipe for lines alone: whatever libraries print, from Python or from C, goes to standard error."""
    output = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return output


def say(kind, **fields):
    OUTPUT.write(json.dumps(dict(kind=kind, **fields)) + "\n")
    OUTPUT.flush()


def one_line(error):
    return " ".join(("%s: %s" % (type(error).__name__, error)).split())[:500]


def cublas_libraries():
    found = []
    for folder in sys.path:
        for pattern in ("nvidia/*/lib/libcublas.so.*", "torch/lib/libcublas.so.*"):
            found += glob.glob(os.path.join(folder or ".", pattern))
    return sorted(os.path.abspath(path) for path in found)[:32]


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


class Timer:
    """Two events on the current stream; the copy before them empties the L2 cache and lets the host queue the batch meanwhile."""

    def __init__(self, torch, lead_bytes, rules):
        self.torch, self.rules = torch, rules
        self.source = torch.zeros(lead_bytes // 4, device="cuda")
        self.target = torch.zeros_like(self.source)
        self.start = torch.cuda.Event(enable_timing=True)
        self.end = torch.cuda.Event(enable_timing=True)
        self.turn = 0

    def sample(self, launch, count):
        self.torch.cuda.synchronize()
        self.target.copy_(self.source)
        self.start.record()
        for _ in range(count):
            launch(self.turn)
            self.turn += 1
        self.end.record()
        self.torch.cuda.synchronize()
        return self.start.elapsed_time(self.end) * 1e6 / count

    def batch_of(self, nanoseconds):
        return int(min(max(math.ceil(self.rules["min_batch_ns"] / max(nanoseconds, 1)), 1), self.rules["max_batch"]))

    def measure(self, launch):
        rules, self.turn = self.rules, 0
        self.sample(launch, 1)
        count = self.batch_of(self.sample(launch, 1))
        began, settled = time.monotonic(), False
        last = median([self.sample(launch, count) for _ in range(rules["window"])])
        while not settled and time.monotonic() - began < rules["warm_up_seconds"]:
            count = self.batch_of(last)
            now = median([self.sample(launch, count) for _ in range(rules["window"])])
            settled, last = abs(now - last) <= rules["settled"] * last, now
        samples, began = [], time.monotonic()
        while len(samples) < rules["samples"] and (len(samples) < rules["min_samples"] or time.monotonic() - began < rules["seconds"]):
            samples.append(self.sample(launch, count))
        return samples, settled


def prepare(torch, task):
    """The operation as a function of the turn, and what has to be said about it."""
    functional = torch.nn.functional
    operation, sizes, turns = task["operation"], task["sizes"], task["turns"]
    dtype = {"f32": torch.float32, "bf16": torch.bfloat16}[task["format"]]

    def random(*shape):
        return (torch.rand(*shape, device="cuda") - 0.5).to(dtype)

    if operation == "MatMul":
        a, w = random(sizes[0], sizes[0]), random(sizes[0], sizes[0])
        return lambda turn: functional.linear(a, w), "" if dtype == torch.float32 else "both sides and the result bf16"
    if operation == "MatVec":
        x, w = random(sizes[1]), [random(sizes[0], sizes[1]) for _ in range(turns)]
        return lambda turn: torch.mv(w[turn % turns], x), "" if dtype == torch.float32 else "both sides and the result bf16"
    if operation == "Softmax":
        x = random(*sizes)
        return lambda turn: torch.softmax(x, -1), ""
    if operation == "RmsNorm":
        x, g = random(*sizes), random(sizes[1])
        if hasattr(functional, "rms_norm"):
            return lambda turn: functional.rms_norm(x, (sizes[1],), g, 1e-5), ""
        return lambda turn: x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * g, "composed: this version has no rms_norm"
    if operation == "Exp":
        x = random(sizes[0])
        return lambda turn: torch.exp(x), ""
    if operation == "Attention":
        positions, heads, size = sizes
        q = random(1, heads, 1, size)
        k = [random(1, heads, positions, size) for _ in range(turns)]
        v = [random(1, heads, positions, size) for _ in range(turns)]
        if hasattr(functional, "scaled_dot_product_attention"):
            return lambda turn: functional.scaled_dot_product_attention(q, k[turn % turns], v[turn % turns]), ""
        scale = 1 / math.sqrt(size)

        def composed(turn):
            scores = torch.matmul(q, k[turn % turns].transpose(-1, -2)) * scale
            return torch.matmul(torch.softmax(scores, -1), v[turn % turns])

        return composed, "composed: this version has no scaled_dot_product_attention"
    raise ValueError("unknown operation %s" % operation)


def binary32_stays_binary32(torch):
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False


def uuid_of(properties):
    value = getattr(properties, "uuid", None)
    return None if value is None else str(value)


def run(plan):
    say("python", version=sys.version.split()[0], cublas=cublas_libraries())
    if not plan["tasks"]:
        return
    try:
        import torch
    except ImportError as error:
        if getattr(error, "name", None) == "torch":
            return say("absent", code="PACKAGE_ABSENT", reason="no module torch in %s" % sys.executable)
        return say("absent", code="LIBRARY_BROKEN", reason=one_line(error))
    except Exception as error:  # A library that does not load raises what it likes.
        return say("absent", code="LIBRARY_BROKEN", reason=one_line(error))
    try:
        if not torch.cuda.is_available():
            return say("absent", code="DEVICE_ABSENT", reason="torch %s sees no CUDA device" % torch.__version__)
        properties = torch.cuda.get_device_properties(0)
        torch.set_grad_enabled(False)
        binary32_stays_binary32(torch)
        say("torch", version=str(torch.__version__), cuda=str(torch.version.cuda), device=properties.name, uuid=uuid_of(properties))
        timer = Timer(torch, plan["lead_bytes"], plan["rules"])
    except Exception as error:
        return say("absent", code="LIBRARY_BROKEN", reason=one_line(error))
    for index, task in enumerate(plan["tasks"]):
        launch = None
        try:
            launch, note = prepare(torch, task)
            samples, settled = timer.measure(launch)
            say("times", task=index, ns=samples, settled=settled, note=note)
        except Exception as error:
            if "out of memory" in str(error).lower():
                say("skipped", task=index, reason="OUT_OF_MEMORY: %s" % one_line(error))
            else:
                say("failed", task=index, reason=one_line(error))
        finally:
            launch = None
        try:
            torch.cuda.empty_cache()
        except Exception:
            pass  # A context that is lost says so at the next task.


def main():
    run(json.load(sys.stdin))
    say("end")


if __name__ == "__main__":
    OUTPUT = own_output()
    main()
