using Conformance.Tensors;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Conformance.Backends.OnnxRuntime.Onnx;

//  An ONNX model by hand. Field numbers are those of onnx.proto3:
//
//  ModelProto      1 ir_version, 7 graph, 8 opset_import (1 domain, 2 version)
//  GraphProto      1 node, 2 name, 5 initializer, 11 input, 12 output
//  NodeProto       1 input, 2 output, 4 op_type, 5 attribute, 7 domain
//  AttributeProto  1 name, 2 f, 3 i, 8 ints, 20 type (1 float, 2 int, 7 ints)
//  TensorProto     1 dims, 2 data_type, 8 name, 9 raw_data
//  ValueInfoProto  1 name, 2 type (1 tensor_type (1 elem_type, 2 shape (1 dim (1 dim_value, 2 dim_param))))

/// <summary>Collects nodes; every method that adds one returns the name of its output.</summary>
internal sealed class GraphBuilder
{
    private const int IrVersion = 10;
    private const int OpSet = 23;

    private readonly ProtoWriter _graph = new();
    private int _names;

    /// <summary>A graph input; −1 is a dimension that is known at run time.</summary>
    public string Input(string name, TensorElementType type, params ReadOnlySpan<long> dimensions)
    {
        _graph.Message(11, ValueInfo(name, type, dimensions));
        return name;
    }

    /// <summary>A graph output whose shape the runtime infers.</summary>
    public void Output(string name, TensorElementType type) =>
        _graph.Message(
            12, new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, new ProtoWriter().Integer(1, (int)type))));

    public string Constant(Conformance.Tensors.Tensor tensor) =>
        Constant(OrtTensors.TypeOf(tensor.Format), OrtTensors.Dimensions(tensor.Shape), tensor.Data);

    public string Constant(TensorElementType type, ReadOnlySpan<long> dimensions, ReadOnlySpan<byte> data)
    {
        var name = Fresh();
        var proto = new ProtoWriter();
        foreach (var dimension in dimensions)
        {
            proto.Integer(1, dimension);
        }

        _graph.Message(5, proto.Integer(2, (int)type).Text(8, name).Bytes(9, data));
        return name;
    }

    public string Integers(params ReadOnlySpan<long> values) => Constant(
        TensorElementType.Int64, [values.Length], System.Runtime.InteropServices.MemoryMarshal.AsBytes(values));

    public string Node(string type, IReadOnlyList<string> inputs, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Add(type, "", inputs, attributes);

    /// <summary>An operator of ONNX Runtime's own domain.</summary>
    public string OwnNode(string type, IReadOnlyList<string> inputs, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Add(type, "com.microsoft", inputs, attributes);

    public byte[] ToModel()
    {
        static ProtoWriter Set(string domain, int version) => new ProtoWriter().Text(1, domain).Integer(2, version);
        return new ProtoWriter()
            .Integer(1, IrVersion)
            .Message(7, _graph.Text(2, "conformance"))
            .Message(8, Set("", OpSet))
            .Message(8, Set("com.microsoft", 1))
            .ToArray();
    }

    private string Add(string type, string domain, IReadOnlyList<string> inputs, ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var node = new ProtoWriter();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        var output = Fresh();
        node.Text(2, output).Text(4, type).Text(7, domain);
        foreach (var (name, value) in attributes)
        {
            var attribute = new ProtoWriter().Text(1, name);
            switch (value)
            {
                case float f: attribute.Float(2, f).Integer(20, 1); break;
                case int i: attribute.Integer(3, i).Integer(20, 2); break;
                case int[] many:
                    foreach (var one in many)
                    {
                        attribute.Integer(8, one);
                    }

                    attribute.Integer(20, 7);
                    break;
                default: throw new ArgumentException($"attribute '{name}' has no encoding here", nameof(attributes));
            }

            node.Message(5, attribute);
        }

        _graph.Message(1, node);
        return output;
    }

    private static ProtoWriter ValueInfo(string name, TensorElementType type, ReadOnlySpan<long> dimensions)
    {
        var shape = new ProtoWriter();
        for (var i = 0; i < dimensions.Length; i++)
        {
            shape.Message(1, dimensions[i] < 0
                ? new ProtoWriter().Text(2, $"{name}_{i}")
                : new ProtoWriter().Integer(1, dimensions[i]));
        }

        return new ProtoWriter().Text(1, name)
            .Message(2, new ProtoWriter().Message(1, new ProtoWriter().Integer(1, (int)type).Message(2, shape)));
    }

    private string Fresh() => $"t{_names++}";
}
