// exp, correctly rounded, in 64-bit integers: SA-1 [F1]. The same code as IntegerExp.cs, which is compared with exact
// arithmetic over all 2^32 arguments; the constants below are floors of exact values and a test derives them again.
//
//   t = x * log2(e) = n + f   Q9.119 with a sign, f cut to 64 bits
//   2^f = T[j] * e^z          j = top 6 bits of f, z = rest * ln(2)/64 < 0.0109, degree 8 in Q0.70
//   one rounding of Q1.63 to 24 bits, or fewer below 2^-126
//
// Every cut goes down and together they lose less than 3 units of 2^-63. No argument but 0 gives a tie, since e^x is
// transcendental for rational x; the closest one lies far more than 3 units from a midpoint.

__constant ulong exp_log2e_high = 0xb8aa3b295c17f0bbUL;  // floor(log2(e) * 2^127)
__constant ulong exp_log2e_low = 0xbe87fed0691d3e88UL;

// floor((ln(2)/64)^k / k! * 2^70), k = 1..8
__constant ulong exp_series[8] = {
    0xb17217f7d1cf79abUL, 0x00f5fdeffc162c75UL, 0x0000e35846b82505UL, 0x0000009d955b7dd2UL,
    0x000000005761ff9eUL, 0x0000000000286122UL, 0x0000000000000ffeUL, 0x0000000000000005UL,
};

// floor(2^(j/64) * 2^63), j = 0..63
__constant ulong exp_table[64] = {
    0x8000000000000000UL, 0x8164d1f3bc030773UL, 0x82cd8698ac2ba1d7UL, 0x843a28c3acde4046UL,
    0x85aac367cc487b14UL, 0x871f61969e8d1010UL, 0x88980e8092da8527UL, 0x8a14d575496efd9aUL,
    0x8b95c1e3ea8bd6e6UL, 0x8d1adf5b7e5ba9e5UL, 0x8ea4398b45cd53c0UL, 0x9031dc431466b1dcUL,
    0x91c3d373ab11c336UL, 0x935a2b2f13e6e92bUL, 0x94f4efa8fef70961UL, 0x96942d3720185a00UL,
    0x9837f0518db8a96fUL, 0x99e0459320b7fa64UL, 0x9b8d39b9d54e5538UL, 0x9d3ed9a72cffb750UL,
    0x9ef5326091a111adUL, 0xa0b0510fb9714fc2UL, 0xa27043030c496818UL, 0xa43515ae09e6809eUL,
    0xa5fed6a9b15138eaUL, 0xa7cd93b4e9653569UL, 0xa9a15ab4ea7c0ef8UL, 0xab7a39b5a93ed337UL,
    0xad583eea42a14ac6UL, 0xaf3b78ad690a4374UL, 0xb123f581d2ac258fUL, 0xb311c412a9112489UL,
    0xb504f333f9de6484UL, 0xb6fd91e328d17791UL, 0xb8fbaf4762fb9ee9UL, 0xbaff5ab2133e45fbUL,
    0xbd08a39f580c36beUL, 0xbf1799b67a731082UL, 0xc12c4cca66709456UL, 0xc346ccda24976407UL,
    0xc5672a115506daddUL, 0xc78d74c8abb9b15cUL, 0xc9b9bd866e2f27a2UL, 0xcbec14fef2727c5cUL,
    0xce248c151f8480e3UL, 0xd06333daef2b2594UL, 0xd2a81d91f12ae45aUL, 0xd4f35aabcfedfa1fUL,
    0xd744fccad69d6af4UL, 0xd99d15c278afd7b5UL, 0xdbfbb797daf23755UL, 0xde60f4825e0e9123UL,
    0xe0ccdeec2a94e111UL, 0xe33f8972be8a5a51UL, 0xe5b906e77c8348a8UL, 0xe8396a503c4bdc68UL,
    0xeac0c6e7dd24392eUL, 0xed4f301ed9942b84UL, 0xefe4b99bdcdaf5cbUL, 0xf281773c59ffb139UL,
    0xf5257d152486cc2cUL, 0xf7d0df730ad13bb8UL, 0xfa83b2db722a033aUL, 0xfd3e0c0cf486c174UL,
};

HELPER uint exp_bits(uint x)
{
    uint magnitude = x & 0x7fffffffu;
    if (magnitude > 0x7f800000u) {
        return 0x7fc00000u;
    }
    if (magnitude >= 0x43000000u) {  // |x| >= 128
        return (x >> 31) != 0u ? 0u : 0x7f800000u;
    }
    if (magnitude < 0x32800000u) {  // |x| < 2^-26: nearer to 1 than to its neighbours
        return 0x3f800000u;
    }

    ulong m = (ulong)((magnitude & 0x007fffffu) | 0x00800000u) << 40;
    ulong low = m * exp_log2e_high;
    ulong high = mul_hi(m, exp_log2e_high);
    ulong carry = mul_hi(m, exp_log2e_low);
    low += carry;
    high += low < carry ? 1UL : 0UL;
    uint shift = 134u - (magnitude >> 23);  // 1..33: the product has 120 fraction bits at 2^6 <= |x|
    low = (low >> shift) | (high << (64u - shift));
    high >>= shift;
    if ((x >> 31) != 0u) {
        low = ~low + 1UL;
        high = ~high + (low == 0UL ? 1UL : 0UL);
    }

    int n = (int)(((long)high) >> 55);
    ulong f = (high << 9) | (low >> 55);
    ulong v = f << 6;
    ulong p = exp_series[7];
    for (int k = 6; k >= 0; k--) {
        p = exp_series[k] + mul_hi(p, v);
    }
    p = mul_hi(p, v);  // e^z - 1 in Q0.70
    ulong t = exp_table[f >> 58];
    ulong s = t + (mul_hi(t, p) >> 6);

    if (n > 127) {
        return 0x7f800000u;
    }
    if (n < -150) {
        return 0u;
    }
    if (n < -126) {  // subnormal: 41..64 bits go
        uint drop = (uint)(-86 - n);
        return (uint)(((s >> (drop - 1u)) + 1UL) >> 1);
    }
    return ((uint)(n + 126) << 23) + (uint)(((s >> 39) + 1UL) >> 1);
}

HELPER float exp_exact(float x)
{
    return as_float(exp_bits(as_uint(x)));
}
