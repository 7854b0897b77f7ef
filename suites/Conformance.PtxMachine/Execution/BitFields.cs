using System.Numerics;

namespace Conformance.Ptx.Execution;

/// <summary>The integer instructions that C# has no operator for, after the pseudo-code of the PTX ISA.</summary>
internal static class BitFields
{
    /// <summary>bfe (9.7.1.19): past the top the sign, which is the bit min(pos + len - 1, msb) of a signed type.</summary>
    public static ulong Extract(ulong a, ulong position, ulong length, int width, bool signed)
    {
        unchecked
        {
            var top = (ulong)width - 1;
            var pos = position & 0xff;
            var len = length & 0xff;
            var sign = 0UL;
            if (signed && len != 0)
            {
                sign = (a >> (int)Math.Min(pos + len - 1, top)) & 1;
            }

            ulong d = 0;
            for (ulong i = 0; i <= top; i++)
            {
                d |= (i < len && pos + i <= top ? (a >> (int)(pos + i)) & 1 : sign) << (int)i;
            }

            return d;
        }
    }

    /// <summary>bfi (9.7.1.20): the low 'length' bits of a into b.</summary>
    public static ulong Insert(ulong a, ulong b, ulong position, ulong length, int width)
    {
        unchecked
        {
            var pos = (int)(position & 0xff);
            var len = (int)(length & 0xff);
            for (var i = 0; i < len && pos + i < width; i++)
            {
                b = (b & ~(1UL << (pos + i))) | (((a >> i) & 1) << (pos + i));
            }

            return b;
        }
    }

    /// <summary>bfind (9.7.1.16): the highest bit that is not the sign, or all ones.</summary>
    public static ulong Find(ulong a, int width, bool signed, bool shift)
    {
        unchecked
        {
            if (signed && ((a >> (width - 1)) & 1) != 0)
            {
                a = ~a & (width == 64 ? ulong.MaxValue : (1UL << width) - 1);
            }

            return a == 0 ? 0xffffffff : (ulong)(shift ? width - 1 - BitOperations.Log2(a) : BitOperations.Log2(a));
        }
    }

    /// <summary>brev (9.7.1.18).</summary>
    public static ulong Reverse(ulong a, int width)
    {
        ulong d = 0;
        for (var i = 0; i < width; i++)
        {
            d |= ((a >> i) & 1) << (width - 1 - i);
        }

        return d;
    }

    /// <summary>prmt (9.7.9.7), default mode: four nibbles of c choose bytes of {b, a}; bit 3 spreads the byte's sign.</summary>
    public static ulong Permute(ulong a, ulong b, ulong c)
    {
        unchecked
        {
            var bytes = (b << 32) | a;
            ulong d = 0;
            for (var i = 0; i < 4; i++)
            {
                var selector = (int)(c >> (4 * i)) & 15;
                var value = (bytes >> (8 * (selector & 7))) & 0xff;
                if ((selector & 8) != 0)
                {
                    value = (value & 0x80) != 0 ? 0xffUL : 0;
                }

                d |= value << (8 * i);
            }

            return d;
        }
    }

    /// <summary>lop3 (9.7.8.6): bit k of the table for each of the eight cases of (a, b, c).</summary>
    public static ulong Logic(ulong a, ulong b, ulong c, ulong table)
    {
        ulong d = 0;
        for (var k = 0; k < 8; k++)
        {
            if (((table >> k) & 1) != 0)
            {
                d |= ((k & 4) != 0 ? a : ~a) & ((k & 2) != 0 ? b : ~b) & ((k & 1) != 0 ? c : ~c);
            }
        }

        return d & 0xffffffff;
    }

    /// <summary>dp4a (9.7.1.23): four products of bytes, added to c modulo 2^32.</summary>
    public static ulong DotProduct(ulong a, ulong b, ulong c, bool leftSigned, bool rightSigned)
    {
        unchecked
        {
            var d = (int)c;
            for (var i = 0; i < 32; i += 8)
            {
                var left = leftSigned ? (sbyte)(a >> i) : (int)(byte)(a >> i);
                var right = rightSigned ? (sbyte)(b >> i) : (int)(byte)(b >> i);
                d += left * right;
            }

            return (uint)d;
        }
    }
}
