"""As much of PyTorch as torch_eager.py asks for, without arithmetic: its clock gives each operation a time of its own.
FAKE_TORCH names what is wrong or old."""
import os

_mode = os.environ.get("FAKE_TORCH", "")
__version__ = "9.9.0+fake"
float32, bfloat16 = "float32", "bfloat16"
print("a library that chatters")
os.write(1, b"and one in C\n")
if _mode == "broken":
    raise OSError("libtorch_cuda.so: cannot open shared object file")

now = 0.0


def _spend(microseconds):
    global now
    now += microseconds / 1000


class Tensor:
    def __init__(self, shape):
        self.shape = shape

    def to(self, dtype):
        return self

    def __sub__(self, other):
        return self

    def copy_(self, other):
        _spend(1000)

    def transpose(self, a, b):
        return self

    def __mul__(self, other):
        return self


def rand(*shape, device):
    if _mode == "no_room" and len(shape) == 2:
        raise RuntimeError("CUDA out of memory. Tried to allocate")
    return Tensor(shape)


def zeros(count, device):
    return Tensor((count,))


def zeros_like(other):
    return Tensor(other.shape)


def _operation(microseconds):
    def run(*arguments, **named):
        _spend(microseconds)
        return arguments[0]

    return run


mv, exp, softmax, matmul = _operation(20), _operation(30), _operation(40), _operation(11)


def set_grad_enabled(on):
    assert not on


class _Functional:
    linear, rms_norm = staticmethod(_operation(100)), staticmethod(_operation(50))
    scaled_dot_product_attention = staticmethod(_operation(60))


if _mode == "old":
    del _Functional.scaled_dot_product_attention


class nn:
    functional = _Functional


class version:
    cuda = "12.4"


class backends:
    class cuda:
        class matmul:
            allow_tf32 = True

    class cudnn:
        allow_tf32 = True


class cuda:
    class Event:
        def __init__(self, enable_timing):
            assert enable_timing and not backends.cuda.matmul.allow_tf32

        def record(self):
            self.at = now

        def elapsed_time(self, end):
            return end.at - self.at

    @staticmethod
    def is_available():
        return _mode != "no_device" and os.environ["CUDA_VISIBLE_DEVICES"].startswith("GPU-")

    @staticmethod
    def get_device_properties(index):
        class properties:
            name = "PTX machine"
            uuid = os.environ["CUDA_VISIBLE_DEVICES"][4:]

        if _mode == "old":
            del properties.uuid
        return properties

    @staticmethod
    def synchronize():
        pass

    @staticmethod
    def empty_cache():
        pass
