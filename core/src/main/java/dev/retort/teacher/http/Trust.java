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
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/// Whose certificates count, and who speaks TLS: BoringSSL by way of Conscrypt, or the JDK where that cannot be loaded.
///
/// Certificates and names are proved by the JDK's trust manager with either (docs/adr/0025-tls.md).
final class Trust {
  private static final int PORTS = 1 << 16;
  private static final int MOST_TICKETS = 1000;
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  /// Whose engine speaks.
  enum Speaker {
    BORING_SSL, JDK;

    /// A client's own certificate is known to the JDK's context alone.
    static Speaker best() {
      return Conscrypt.isAvailable() && System.getProperty("javax.net.ssl.keyStore") == null ? BORING_SSL : JDK;
    }
  }

  private final SSLContext context;
  private final Scratch scratch;
  private final Outside outside = new Outside();

  private Trust(SSLContext context, Scratch scratch) {
    this.context = context;
    this.scratch = scratch;
  }

  /// @param caFile null for those the JDK trusts
  static Trust of(@Nullable Path caFile) throws IOException {
    return of(caFile, Speaker.best());
  }

  static Trust of(@Nullable Path caFile, Speaker speaker) throws IOException {
    try {
      return switch (speaker) {
        case BORING_SSL -> boringSsl(caFile);
        case JDK -> new Trust(jdk(caFile), new Scratch());
      };
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static Trust boringSsl(@Nullable Path caFile) throws IOException, GeneralSecurityException {
    TrustManager[] managers = managers(caFile);
    for (int i = 0; i < managers.length; i++) {
      if (managers[i] instanceof X509ExtendedTrustManager jdk) {
        managers[i] = new ServerProof(jdk);
      }
    }
    SSLContext context = SSLContext.getInstance("TLS", Conscrypt.newProvider());
    context.init(null, managers, null);
    context.getClientSessionContext().setSessionCacheSize(MOST_TICKETS);
    return new Trust(context, Scratch.outside());
  }

  private static SSLContext jdk(@Nullable Path caFile) throws IOException, GeneralSecurityException {
    if (caFile == null) {
      return SSLContext.getDefault();
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers(caFile), null);
    return context;
  }

  private static TrustManager[] managers(@Nullable Path caFile) throws IOException, GeneralSecurityException {
    TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(caFile == null ? null : store(caFile));
    return managers.getTrustManagers();
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
    if (Conscrypt.isConscrypt(engine)) {
      Conscrypt.setBufferAllocator(engine, outside);
    }
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(VERSIONS);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[]{ThinHttp.HTTP_2, "http/1.1"});
    engine.setSSLParameters(parameters);
    return engine;
  }

  /// What all connections encrypt into.
  Scratch scratch() {
    return scratch;
  }
}
