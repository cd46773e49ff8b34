package yui;

import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.micrometer.MicrometerMetricsFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Metrics that take whoever comes while a server begins to listen. Vert.x makes a server's metrics
 * when its port is open already; for a connection of the moment between it then has none, and the
 * request would be lost over that.
 */
final class SteadyMetrics implements VertxMetricsFactory {
  /** What begins something and answers with its metric; all else of such a connection is left. */
  private static final Set<String> BEGIN = Set.of("requestBegin", "responsePushed");

  private final MicrometerMetricsFactory micrometer;

  SteadyMetrics(MicrometerMetricsFactory micrometer) {
    this.micrometer = micrometer;
  }

  @Override
  public VertxMetrics metrics(VertxOptions options) {
    VertxMetrics all = micrometer.metrics(options);
    return proxy(
        VertxMetrics.class,
        (self, method, arguments) -> {
          Object made = call(all, method, arguments);
          return made instanceof HttpServerMetrics<?, ?, ?> server ? steady(server) : made;
        });
  }

  private static <S> HttpServerMetrics<?, ?, ?> steady(HttpServerMetrics<?, ?, S> server) {
    SocketAddress nowhere = SocketAddress.inetSocketAddress(0, "0.0.0.0");
    S unseen = server.connected(nowhere, "0.0.0.0");
    server.disconnected(unseen, nowhere);
    return proxy(
        HttpServerMetrics.class,
        (self, method, arguments) -> {
          if (!isOfNobody(method, arguments)) return call(server, method, arguments);
          if (!BEGIN.contains(method.getName())) return null;
          arguments[0] = unseen;
          return call(server, method, arguments);
        });
  }

  private static boolean isOfNobody(Method method, @Nullable Object @Nullable [] arguments) {
    return arguments != null
        && arguments.length > 0
        && arguments[0] == null
        && method.getParameterTypes()[0] == Object.class;
  }

  private static @Nullable Object call(
      Object of, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(of, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private static <T> T proxy(Class<T> of, InvocationHandler handler) {
    return of.cast(
        Proxy.newProxyInstance(SteadyMetrics.class.getClassLoader(), new Class<?>[] {of}, handler));
  }
}
