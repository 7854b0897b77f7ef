namespace Conformance.Models.Tests.RealModel;

/// <summary>
/// What an independent runner prints for stories260K with tok512, greedy, 256 positions.
/// Origin: karpathy/llama2.c run.c at 350e04fe35433e6d2941dce5a1f53308f87058eb, gcc -O2 -ffp-contract=off, options -t 0 -n 256 -i PROMPT;
/// a build with -O3 -march=native -ffast-math prints the same for the first four. The line feed that it adds at the end is left out.
/// It drops bytes that it cannot print, so 'naïve' lacks its ï here: this vocabulary has no piece for it.
/// </summary>
internal static class PeerTexts
{
    public const int Steps = 256;

    public static TheoryData<string, string> All => new()
    {
        {
            "",
            "Once upon a time, there was a little girl named Lily. She loved to play outside in the park. One day, she saw "
            + "a big, red ball. She wanted to play with it, but it was too high.\n"
            + "Lily's mom said, \"Lily, let's go to the park.\" Lily was sad and didn't know what to do. She said, \"I want to "
            + "play with your ball, but I can't find it.\"\n"
            + "Lily was sad and didn't know what to do. She said, \"I'm sorry, Lily. I didn't know what to do.\"\n"
            + "Lily didn't want to help her mom, so she said, \"I'm sorry, mom. I didn't know what to do.\" Her mom said, "
            + "\"Don't worry, Lily. We can help you."
        },
        {
            "Lily and Tom went to the park.",
            "Lily and Tom went to the park. They saw a big box with a big box. They wanted to play with it. They wanted to "
            + "play with the box. They wanted to play with the box.\n"
            + "\"Look, Mom!\" Lily said. \"Let's go to the park.\"\n"
            + "\"Let's go to the park,\" Tom said. \"Let's go to the park.\"\n"
            + "\"OK, Lily, you can't find it. We can find it.\" Lily said.\n"
            + "\"OK, it's not a boy. We can find it. We can find it.\" Tom said.\n"
            + "Lily and Tom looked at the box and saw a big box. They saw a big box. They were scared. They wanted to play "
            + "with the box. They did not know what to do.\n"
            + "\"What"
        },
        {
            "The café was closed, naïve Zoë said “no”",
            "The café was closed, nave Zo said “no” said the cable. \n"
            + "The cable was so excited to go to the park. Whattered the cable, there was a big, shiny cable. It was so much "
            + "fun!\n"
            + "The cable was so excited to go to the cable. He was so excited to go to the cable and see all the cables. \n"
            + "The cable was so happy and thanked the cable. Whe cable was so happy and thanked the cable. \n"
            + "The cable was so happy and thanked the cable. From that day, the cable was always as a small cable."
        },
        {
            "   two  spaces 日本 🙂",
            "   two  spaces  . Asked Ally, Allyfficts, Allyfficts. Are you can go to the river, Annags.\" \n"
            + "Annagged Annack and reachere, Annack was angry. As she was about to go to the river, she saw a big, scary. As "
            + "she was scared, she saw a big, scary. As she was scared, she saw a big, scary.\n"
            + "As she was scared, she saw a big, scary. She wanted to see the scary, but it was too big. She asked her mom, "
            + "\"Mom, can you want to play with me?\" Her mom said, \"Yes, you can"
        },
        {
            "Ben had a",
            "Ben had a big box. He liked to play with his toys. He liked to play with his toys. He liked to play with his "
            + "toys. He liked to play with his toys. He liked to play with his toys.\n"
            + "One day, Ben and his toy car rolled around. They saw a big box. The box was a big, red box. It was a big, red "
            + "box. It was a big, red box. It was a big, red box. It was a big, red box.\n"
            + "\"Hello, boy!\" Ben said. \"What are you doing?\"\n"
            + "\"I am sorry, Ben. I did not know what to do. It is not a boy. It is not a boy. It is not a boy. It is not a "
            + "boy. I"
        },
    };
}
