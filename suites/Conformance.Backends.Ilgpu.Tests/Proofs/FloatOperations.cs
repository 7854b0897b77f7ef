using System.Reflection;
using System.Reflection.Emit;

namespace Conformance.Backends.Ilgpu.Tests.Proofs;

//  What a kernel author must not write is found in the compiled IL. 'add' in IL has no type, so the scan keeps, for each place of
//  the evaluation stack, whether a float is there. Methods are read in order; a branch hands its stack to its target.

/// <summary>Float operations of methods that ought to leave them to <see cref="Exact"/>.</summary>
internal static class FloatOperations
{
    private static readonly Dictionary<short, OpCode> ByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => o.Value);

    /// <summary>One line for each forbidden instruction.</summary>
    public static IReadOnlyList<string> In(MethodInfo method)
    {
        var body = method.GetMethodBody();
        return body is null ? [] : new Scan(method, body).Run();
    }

    private sealed class Scan(MethodInfo method, MethodBody body)
    {
        private readonly byte[] _code = body.GetILAsByteArray()!;
        private readonly Dictionary<int, bool[]> _atTarget = [];
        private readonly List<string> _faults = [];
        private Stack<bool> _stack = new();
        private int _at;
        private int _start;

        public List<string> Run()
        {
            while (_at < _code.Length)
            {
                if (_atTarget.TryGetValue(_at, out var known))
                {
                    _stack = new Stack<bool>(known);
                }

                _start = _at;
                Step(Next());
            }

            return _faults;
        }

        private OpCode Next()
        {
            short value = _code[_at++];
            return ByValue[value == 0xfe ? unchecked((short)(0xfe00 | _code[_at++])) : value];
        }

        private void Step(OpCode op)
        {
            var operand = Operand(op);
            switch (op.Name)
            {
                case "ldc.r4" or "ldc.r8" or "ldind.r4" or "ldind.r8":
                    Generic(op, isFloat: true);
                    return;
                case "conv.r4" or "conv.r8" or "conv.r.un":
                    Fault(op);
                    Generic(op, isFloat: true);
                    return;
                case "dup":
                    _stack.Push(_stack.Peek());
                    return;
                case "ldobj":
                    _stack.Pop();
                    _stack.Push(IsFloat(method.Module.ResolveType((int)operand)));
                    return;
                case "ldfld" or "ldsfld":
                    Generic(op, IsFloat(method.Module.ResolveField((int)operand)!.FieldType));
                    return;
            }

            var name = op.Name!;
            if (name.StartsWith("ldarg", StringComparison.Ordinal) && !name.StartsWith("ldarga", StringComparison.Ordinal))
            {
                _stack.Push(IsFloat(method.GetParameters()[Index(name, operand)].ParameterType));
            }
            else if (name.StartsWith("ldloc", StringComparison.Ordinal) && !name.StartsWith("ldloca", StringComparison.Ordinal))
            {
                _stack.Push(IsFloat(body.LocalVariables[Index(name, operand)].LocalType));
            }
            else if (op.OperandType == OperandType.InlineMethod)
            {
                Call(op, method.Module.ResolveMethod((int)operand)!);
            }
            else
            {
                Generic(op, isFloat: false);
            }

            Branch(op, operand);
        }

        private void Call(OpCode op, MethodBase target)
        {
            var (parameters, result) = (target.GetParameters(), (target as MethodInfo)?.ReturnType ?? typeof(void));
            for (var i = 0; i < parameters.Length + (target.IsStatic || op == OpCodes.Newobj ? 0 : 1); i++)
            {
                _stack.Pop();
            }

            var owner = target.DeclaringType!;
            var isOurs = owner == typeof(Exact) || owner.Namespace == typeof(Kernels.Elementwise).Namespace || IsTuple(owner);
            if (!isOurs && (IsFloat(result) || parameters.Any(p => IsFloat(p.ParameterType))))
            {
                _faults.Add($"IL_{_start:x4}: call {owner.Name}.{target.Name}");
            }

            if (op == OpCodes.Newobj || result != typeof(void))
            {
                _stack.Push(IsFloat(result));
            }
        }

        /// <summary>
        /// Everything else pops and pushes as its definition says; floats may only be moved, never computed with or compared.
        /// </summary>
        private void Generic(OpCode op, bool isFloat)
        {
            var popped = false;
            for (var i = Pops(op.StackBehaviourPop); i > 0 && _stack.Count > 0; i--)
            {
                popped |= _stack.Pop();
            }

            var moves = op.Name!.StartsWith("st", StringComparison.Ordinal) || op == OpCodes.Pop || op == OpCodes.Ret;
            if (popped && !moves && op != OpCodes.Conv_R4 && op != OpCodes.Conv_R8)
            {
                Fault(op);
            }

            for (var i = Pushes(op.StackBehaviourPush); i > 0; i--)
            {
                _stack.Push(isFloat || popped);
            }
        }

        private void Branch(OpCode op, long operand)
        {
            if (op.OperandType is OperandType.InlineBrTarget or OperandType.ShortInlineBrTarget)
            {
                _atTarget.TryAdd(_at + (int)operand, [.. _stack.Reverse()]);
            }

            if (op.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
            {
                _stack = new Stack<bool>();
            }
        }

        private long Operand(OpCode op)
        {
            var size = op.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => throw new NotSupportedException("kernels have no switch"),
                _ => 4,
            };
            long value = size switch
            {
                1 => unchecked((sbyte)_code[_at]),
                2 => BitConverter.ToInt16(_code, _at),
                4 => BitConverter.ToInt32(_code, _at),
                8 => BitConverter.ToInt64(_code, _at),
                _ => 0,
            };
            _at += size;
            return value;
        }

        private void Fault(OpCode op) => _faults.Add($"IL_{_start:x4}: {op.Name}");
    }

    private static int Index(string name, long operand) => char.IsDigit(name[^1]) ? name[^1] - '0' : (int)operand & 0xff;

    private static bool IsFloat(Type type) => type == typeof(float) || type == typeof(double) || type == typeof(Half);

    private static bool IsTuple(Type type) => type.Namespace == "System" && type.Name.StartsWith("ValueTuple", StringComparison.Ordinal);

    private static int Pops(StackBehaviour behaviour) => behaviour switch
    {
        StackBehaviour.Pop0 or StackBehaviour.Varpop => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_popi or StackBehaviour.Popref_popi_popi8
            or StackBehaviour.Popref_popi_popr4 or StackBehaviour.Popref_popi_popr8 or StackBehaviour.Popref_popi_popref => 3,
        _ => 2,
    };

    private static int Pushes(StackBehaviour behaviour) => behaviour switch
    {
        StackBehaviour.Push0 or StackBehaviour.Varpush => 0,
        StackBehaviour.Push1_push1 => 2,
        _ => 1,
    };
}
