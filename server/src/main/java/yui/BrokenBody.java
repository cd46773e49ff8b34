package yui;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import yui.web.Unreadable;

/**
 * Says that a body's pieces could not be told apart before the connection ends, as the server would
 * do without a word. Where something else is being answered on it, nothing is said.
 */
final class BrokenBody extends ChannelDuplexHandler {
  private final Unreadable unreadable;
  private int unanswered;
  private boolean answering;
  private boolean refused;
  private boolean english;

  BrokenBody(Unreadable unreadable) {
    this.unreadable = unreadable;
  }

  /** Nothing public leads from a connection to how its bytes are read. */
  static void watch(HttpConnection connection, Unreadable unreadable) {
    ChannelHandlerContext server = ((HttpServerConnection) connection).channelHandlerContext();
    server.pipeline().addBefore(server.name(), "broken-body", new BrokenBody(unreadable));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) throws Exception {
    if (refused) {
      ReferenceCountUtil.release(read);
      return;
    }
    if (read instanceof HttpRequest request) {
      unanswered++;
      String language = request.headers().get(HttpHeaderNames.ACCEPT_LANGUAGE);
      english = language != null && language.startsWith("en");
    } else if (read instanceof HttpContent piece
        && piece.decoderResult().isFailure()
        && unanswered == 1
        && !answering) {
      ReferenceCountUtil.release(read);
      refuse(context);
      return;
    }
    super.channelRead(context, read);
  }

  private void refuse(ChannelHandlerContext context) {
    refused = true;
    byte[] problem = unreadable.problem(english).getBytes(StandardCharsets.UTF_8);
    FullHttpResponse no =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST, Unpooled.wrappedBuffer(problem));
    no.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
        .set(HttpHeaderNames.CONTENT_LENGTH, problem.length)
        .set(HttpHeaderNames.CONNECTION, "close");
    context.writeAndFlush(no).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void write(ChannelHandlerContext context, Object written, ChannelPromise promise)
      throws Exception {
    if (refused) {
      ReferenceCountUtil.release(written);
      promise.setFailure(new ClosedChannelException());
      return;
    }
    boolean goesOn =
        written instanceof HttpResponse head
            && head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (!goesOn && written instanceof HttpResponse) answering = true;
    if (!goesOn && written instanceof LastHttpContent) {
      answering = false;
      unanswered--;
    }
    super.write(context, written, promise);
  }
}
