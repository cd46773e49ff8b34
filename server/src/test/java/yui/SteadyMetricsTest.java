package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.VertxPrometheusOptions;
import org.junit.jupiter.api.Test;

/** Requests over a connection that came before its server had metrics. */
class SteadyMetricsTest {
  private record Get(String uri) implements HttpRequest {
    @Override
    public int id() {
      return 1;
    }

    @Override
    public String absoluteURI() {
      return "http://127.0.0.1" + uri;
    }

    @Override
    public HttpMethod method() {
      return HttpMethod.GET;
    }

    @Override
    public MultiMap headers() {
      return MultiMap.caseInsensitiveMultiMap();
    }

    @Override
    public SocketAddress remoteAddress() {
      return SocketAddress.inetSocketAddress(1, "127.0.0.1");
    }
  }

  // As Vert.x calls it: for such a connection with no metric of its own.
  @SuppressWarnings({"unchecked", "NullAway"})
  private static <R, S> R begin(HttpServerMetrics<R, ?, ?> server) {
    return ((HttpServerMetrics<R, ?, S>) server).requestBegin(null, new Get("/health/ready"));
  }

  private static <R> void end(HttpServerMetrics<R, ?, ?> server) {
    R request = begin(server);
    assertNotNull(request);
    server.requestEnd(request, new Get("/health/ready"), 100);
  }

  @Test
  void requestBegin_withoutAConnectionsMetric_isCountedLikeAnyOther() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    VertxOptions options =
        new VertxOptions()
            .setMetricsOptions(
                new MicrometerMetricsOptions()
                    .setEnabled(true)
                    .setPrometheusOptions(new VertxPrometheusOptions().setEnabled(true)));
    HttpServerMetrics<?, ?, ?> server =
        new SteadyMetrics(new MicrometerMetricsFactory(registry))
            .metrics(options)
            .createHttpServerMetrics(
                new HttpServerOptions(), SocketAddress.inetSocketAddress(8080, "127.0.0.1"));
    end(server);
    assertEquals(1, registry.get("vertx.http.server.request.bytes").summary().count());
    assertEquals(0, registry.get("vertx.http.server.active.connections").gauge().value());
  }
}
