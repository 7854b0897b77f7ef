using System.Text;

namespace Conformance.Evidence.Online.Tests;

/// <summary>What Intel signs is cut out byte for byte; anything but the two members is refused.</summary>
public sealed class SignedBodyTests
{
    [Theory]
    [InlineData("{\"tcbInfo\":{},\"signature\":\"00fF\"}", "{}")]
    [InlineData(" {\"signature\" : \"00ff\" , \"tcbInfo\" : { \"b\" : [ 1 , {} ] } } \n", "{ \"b\" : [ 1 , {} ] }")]
    [InlineData("{\"tcbInfo\":{\"signature\":\"x\",\"tcbInfo\":{}},\"signature\":\"00FF\"}", "{\"signature\":\"x\",\"tcbInfo\":{}}")]
    public void The_text_stays_as_it_is(string body, string text)
    {
        var (found, signature) = SignedBody.Split(Encoding.UTF8.GetBytes(body), "tcbInfo");
        Assert.Equal(text, Encoding.UTF8.GetString(found));
        Assert.Equal([0x00, 0xFF], signature);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"tcbInfo\":{}}")]
    [InlineData("{\"signature\":\"00\"}")]
    [InlineData("{\"tcbInfo\":[],\"signature\":\"00\"}")]
    [InlineData("{\"tcbInfo\":{},\"signature\":\"0\"}")]
    [InlineData("{\"tcbInfo\":{},\"signature\":\"zz\"}")]
    [InlineData("{\"tcbInfo\":{},\"signature\":0}")]
    [InlineData("{\"tcbInfo\":{},\"tcbInfo\":{},\"signature\":\"00\"}")]
    [InlineData("{\"tcbInfo\":{},\"signature\":\"00\",\"signature\":\"00\"}")]
    [InlineData("{\"tcbInfo\":{},\"signature\":\"00\",\"more\":1}")]
    [InlineData("{\"tcbInfo\":{},\"signature\":\"00\"}{}")]
    [InlineData("{\"tcbInfo\":{},\"signature\":\"00\"")]
    [InlineData("{\"tcbInfo\":{},\"signature\":\"\\ud800\"}")]
    [InlineData("{\"tcbInfo\":{\"a\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]},\"signature\":\"00\"}")]
    public void Anything_else_is_refused(string body) =>
        Assert.Throws<EvidenceFormatException>(() => SignedBody.Split(Encoding.UTF8.GetBytes(body), "tcbInfo"));
}
