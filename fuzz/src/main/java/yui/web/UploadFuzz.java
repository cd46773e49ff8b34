package yui.web;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import java.nio.charset.IllegalCharsetNameException;

/** Forms with files as the library takes them apart: it stumbles only in known ways. */
public final class UploadFuzz {
  private UploadFuzz() {}

  public static void fuzzerTestOneInput(byte[] body) {
    HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
    request.headers().set("Content-Type", "multipart/form-data; boundary=x");
    HttpPostRequestDecoder decoder =
        new HttpPostRequestDecoder(new DefaultHttpDataFactory(false), request);
    try {
      decoder.offer(new DefaultLastHttpContent(Unpooled.wrappedBuffer(body)));
      while (decoder.hasNext()) decoder.next().getName();
    } catch (HttpPostRequestDecoder.ErrorDataDecoderException
        | HttpPostRequestDecoder.TooLongFormFieldException
        | HttpPostRequestDecoder.TooManyFormFieldsException
        | HttpPostRequestDecoder.EndOfDataDecoderException
        // Netty lets this one through; the request is over then.
        | IllegalCharsetNameException refused) {
      return;
    } finally {
      decoder.destroy();
    }
  }
}
