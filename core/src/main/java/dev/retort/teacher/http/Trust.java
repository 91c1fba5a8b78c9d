package dev.retort.teacher.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Whose certificates count.
final class Trust {
  private static final int PORTS = 1 << 16;

  private final SSLContext context;

  private Trust(SSLContext context) {
    this.context = context;
  }

  /// @param caFile null for those the JDK trusts
  static Trust of(@Nullable Path caFile) throws IOException {
    try {
      if (caFile == null) {
        return new Trust(SSLContext.getDefault());
      }
      TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store(caFile));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return new Trust(context);
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /// The certificates of a file.
  static KeyStore store(Path caFile) throws IOException {
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

  /// The client's side of one connection; the certificate must name the host.
  ///
  /// A server hands out tickets by which the next connection resumes, without its certificates being sent and proved
  /// again. Each is good for one connection, and the JDK keeps ten under a host and a port, which is a hint and no more:
  /// under a number beyond all ports, each place has its own ten.
  ///
  /// @param place of the [Places] where the connection is made
  SSLEngine engine(Site.Origin origin, int place) {
    SSLEngine engine = context.createSSLEngine(origin.host(), origin.port() + place * PORTS);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[]{ThinHttp.HTTP_2, "http/1.1"});
    engine.setSSLParameters(parameters);
    return engine;
  }
}
