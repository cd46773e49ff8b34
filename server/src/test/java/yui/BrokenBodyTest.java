package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import yui.web.Unreadable;
import yui.web.Words;

/** Who sends a body that cannot be read is answered once, whatever the server still says. */
class BrokenBodyTest {
  /** A reader so slow that what is written stays on its way, and the connection open. */
  private static final class Slow extends ChannelOutboundHandlerAdapter {
    private final List<Object> written = new ArrayList<>();

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      written.add(message);
    }
  }

  private final Slow slow = new Slow();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(slow, new BrokenBody(new Unreadable(Words.load())));

  @Test
  void answer_thatComesLate_isDroppedBehindTheRefusal() {
    request();
    broken();
    assertEquals(List.of(400), statuses());

    DefaultFullHttpResponse late = answer();
    ChannelFuture said = channel.writeAndFlush(late);
    assertEquals(List.of(400), statuses());
    assertTrue(said.isDone());
    assertFalse(said.isSuccess());
    assertEquals(0, late.refCnt(), "and its memory given back");

    ByteBuf rest = Unpooled.copiedBuffer(new byte[] {1});
    channel.writeInbound(new DefaultHttpContent(rest));
    assertEquals(0, rest.refCnt());
  }

  @Test
  void answer_thatHasBegun_isNotSpokenInto() {
    request();
    channel.writeAndFlush(answer());
    request();
    channel.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    broken();
    assertEquals(List.of(200, 200), statuses());
  }

  private void request() {
    channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"));
  }

  private void broken() {
    HttpContent piece = new DefaultHttpContent(Unpooled.EMPTY_BUFFER);
    piece.setDecoderResult(DecoderResult.failure(new NumberFormatException("xyz")));
    channel.writeInbound(piece);
  }

  private static DefaultFullHttpResponse answer() {
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.copiedBuffer(new byte[] {1}));
  }

  private List<Integer> statuses() {
    return slow.written.stream()
        .filter(HttpResponse.class::isInstance)
        .map(response -> ((HttpResponse) response).status().code())
        .toList();
  }
}
