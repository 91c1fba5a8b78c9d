package dev.retort.teacher.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import org.eclipse.jetty.client.BasicAuthentication;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/// Sets Jetty's client up as Retort needs it: no redirects, no cookies, no second tries, room for thousands of calls.
final class JettyClients {
  private static final int THREADS = 8;
  private static final int MOST_CALLS = 20_000;
  private static final int LARGEST_HEAD = 64 << 10;

  private JettyClients() {}

  static HttpClient start(Transport transport) throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("retort-jetty");
    threads.setDaemon(true);
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setExecutor(threads);
    connector.setConnectTimeout(Http.CONNECT);
    connector.setSslContextFactory(trust(transport.caFile()));
    HTTP2Client http2 = new HTTP2Client(connector);
    HttpClient client = new HttpClient(new HttpClientTransportDynamic(connector,
        new ClientConnectionFactoryOverHTTP2.HTTP2(http2), HttpClientConnectionFactory.HTTP11));
    client.setExecutor(threads);
    client.setConnectTimeout(Http.CONNECT.toMillis());
    client.setAddressResolutionTimeout(Http.CONNECT.toMillis());
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setUserAgentField(null);
    client.setMaxConnectionsPerDestination(MOST_CALLS);
    client.setMaxRequestsQueuedPerDestination(MOST_CALLS);
    client.setMaxResponseHeadersSize(LARGEST_HEAD);
    if (transport.proxy() != null) {
      through(transport.proxy(), transport, client);
    }
    begin(client);
    return client;
  }

  private static void through(URI proxy, Transport transport, HttpClient client) {
    client.getProxyConfiguration().addProxy(new HttpProxy(proxy.getHost(), proxy.getPort()));
    if (transport.proxyLogin() != null) {
      String login = transport.proxyLogin().reveal();
      int colon = login.indexOf(':');
      client.getAuthenticationStore().addAuthenticationResult(new BasicAuthentication.BasicResult(proxy,
          HttpHeader.PROXY_AUTHORIZATION, login.substring(0, colon), login.substring(colon + 1)));
    }
  }

  private static void begin(HttpClient client) throws IOException {
    try {
      client.start();
    } catch (Exception e) {
      throw new IOException("Jetty's client cannot be started: " + e.getMessage(), e);
    }
    client.getProtocolHandlers().clear();
  }

  private static SslContextFactory.Client trust(@Nullable Path caFile) throws IOException {
    SslContextFactory.Client factory = new SslContextFactory.Client();
    if (caFile != null) {
      factory.setTrustStore(store(caFile));
    }
    return factory;
  }

  private static KeyStore store(Path caFile) throws IOException {
    try (InputStream in = Files.newInputStream(caFile)) {
      Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new IOException(
            "ca_file: %s holds no certificate. Name a file of certificates in PEM.".formatted(caFile));
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      return store;
    } catch (GeneralSecurityException e) {
      throw new IOException("ca_file: %s cannot be read as certificates in PEM: %s".formatted(caFile, e.getMessage()),
          e);
    }
  }
}
