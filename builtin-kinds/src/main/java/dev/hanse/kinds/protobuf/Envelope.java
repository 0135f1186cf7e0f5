package dev.hanse.kinds.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;

/// What is around every object: `runtime.Unknown`.
record Envelope(String apiVersion, String kind, ByteString raw, String contentEncoding) {
    private static final int TYPE_META = Wire.lengthDelimited(1);
    private static final int RAW = Wire.lengthDelimited(2);
    private static final int CONTENT_ENCODING = Wire.lengthDelimited(3);
    private static final int API_VERSION = Wire.lengthDelimited(1);
    private static final int KIND = Wire.lengthDelimited(2);

    static Envelope read(CodedInputStream in) throws IOException {
        var type = new TypeMeta("", "");
        var raw = ByteString.EMPTY;
        var contentEncoding = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == TYPE_META) {
                type = TypeMeta.read(in.readBytes().newCodedInput());
            } else if (tag == RAW) {
                raw = in.readBytes();
            } else if (tag == CONTENT_ENCODING) {
                contentEncoding = in.readStringRequireUtf8();
            } else {
                Wire.skip(in, tag);
            }
        }
        return new Envelope(type.apiVersion(), type.kind(), raw, contentEncoding);
    }

    private record TypeMeta(String apiVersion, String kind) {
        static TypeMeta read(CodedInputStream in) throws IOException {
            var apiVersion = "";
            var kind = "";
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == API_VERSION) {
                    apiVersion = in.readStringRequireUtf8();
                } else if (tag == KIND) {
                    kind = in.readStringRequireUtf8();
                } else {
                    Wire.skip(in, tag);
                }
            }
            return new TypeMeta(apiVersion, kind);
        }
    }
}
