package yui.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** An nginx before two servers, as {@code ops/nginx.conf} sets one up, without TLS. */
final class Proxy implements AutoCloseable {
  private static final String SETTINGS =
      """
      daemon off;
      worker_processes 1;
      pid %1$s/nginx.pid;
      error_log %1$s/error.log;
      events { worker_connections 1024; }
      http {
        access_log off;
        client_body_temp_path %1$s/body;
        proxy_temp_path %1$s/proxy;
        fastcgi_temp_path %1$s/fastcgi;
        uwsgi_temp_path %1$s/uwsgi;
        scgi_temp_path %1$s/scgi;
        upstream yui {
          server %3$s max_fails=1 fail_timeout=2s;
          server %4$s max_fails=1 fail_timeout=2s;
        }
        server {
          listen 127.0.0.1:%2$d;
          location / {
            proxy_pass http://yui;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_connect_timeout 2s;
            proxy_next_upstream error timeout http_503;
          }
        }
      }
      """;

  private final Path directory;
  private final Process process;

  private Proxy(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
  }

  static boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, "nginx")));
  }

  /** At the address of a server that is gone. */
  static Proxy at(DemoServer gone, DemoServer one, DemoServer two) throws Exception {
    Path directory = Files.createTempDirectory("yui-proxy");
    Path settings = directory.resolve("nginx.conf");
    Files.writeString(
        settings, SETTINGS.formatted(directory, gone.port(), one.socket(), two.socket()));
    Process process =
        new ProcessBuilder("nginx", "-e", directory + "/error.log", "-c", settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("nginx.log").toFile())
            .start();
    Proxy proxy = new Proxy(directory, process);
    for (int tries = 0; gone.readiness() != 200; tries++) {
      if (tries == 100 || !process.isAlive()) {
        String said = Files.readString(directory.resolve("error.log"));
        proxy.close();
        throw new IllegalStateException("nginx does not answer: " + said);
      }
      Thread.sleep(100);
    }
    return proxy;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    Torment.delete(directory);
  }
}
