package dev.retort.teacher.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/// Whose certificates count, and who speaks TLS: BoringSSL by way of Conscrypt where it can, else the JDK.
///
/// With either it is the JDK that proves certificates and names (docs/adr/0025-tls.md).
final class Trust {
  private static final int PORTS = 1 << 16;
  private static final int MOST_TICKETS = 1000;

  private final Pipes pipes;
  private final @Nullable SSLContext boringSsl;
  private final Scratch scratch = new Scratch();
  private final Scratch outside = Scratch.outside();
  private final Outside lent = new Outside();
  private final SSLContext jdk;
  /// What the JDK and whoever runs it allow (`jdk.tls.disabledAlgorithms`), of which BoringSSL knows nothing.
  private final SSLParameters allowed;
  /// Servers with which BoringSSL found nothing in common, and the JDK did.
  private final Set<Site.Origin> jdks = ConcurrentHashMap.newKeySet();

  /// @param boringSsl null for the JDK's engine alone
  Trust(@Nullable SSLContext boringSsl, SSLContext jdk, Pipes pipes) {
    this.boringSsl = boringSsl;
    this.jdk = jdk;
    this.allowed = jdk.getDefaultSSLParameters();
    this.pipes = pipes;
  }

  /// @param caFile null for those the JDK trusts
  static Trust of(@Nullable Path caFile) throws IOException {
    return of(caFile, Pipes.OF_PROCESS);
  }

  /// @param pipes [Pipes#NONE] for the JDK's engine alone
  static Trust of(@Nullable Path caFile, Pipes pipes) throws IOException {
    try {
      if (caFile == null && System.getProperty("javax.net.ssl.keyStore") != null) {
        return new Trust(null, SSLContext.getDefault(), pipes); // it knows the client's own keys
      }
      TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(caFile == null ? null : store(caFile));
      TrustManager[] proofs = managers.getTrustManagers();
      return new Trust(Conscrypt.isAvailable() ? boringSsl(proofs) : null, jdk(proofs), pipes);
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static SSLContext boringSsl(TrustManager[] jdk) throws GeneralSecurityException {
    TrustManager[] proofs = jdk.clone();
    for (int i = 0; i < proofs.length; i++) {
      if (proofs[i] instanceof X509ExtendedTrustManager proof) {
        proofs[i] = new ServerProof(proof);
      }
    }
    SSLContext context = SSLContext.getInstance("TLS", Conscrypt.newProvider());
    context.init(null, proofs, null);
    context.getClientSessionContext().setSessionCacheSize(MOST_TICKETS);
    return context;
  }

  private static SSLContext jdk(TrustManager[] proofs) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, proofs, null);
    return context;
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
  TlsLink link(ByteChannel channel, Site.Origin origin, int place) {
    if (boringSsl != null && !jdks.contains(origin) && pipes.take()) {
      try {
        SSLEngine engine = engine(boringSsl, origin, place);
        Conscrypt.setBufferAllocator(engine, lent);
        return new TlsLink(channel, engine, outside, pipes::give);
      } catch (RuntimeException | LinkageError _) {
        pipes.give(); // no pipe to be had, or settings BoringSSL has no words for: the JDK may do all the same
      }
    }
    return new TlsLink(channel, engine(jdk, origin, place), scratch, () -> {});
  }

  /// Whether the JDK may do better than BoringSSL did, which knows fewer curves, keys and suites. From now on it is asked.
  boolean leftToJdk(Site.Origin origin, SSLException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return false; // it was the JDK that refused it
      }
    }
    if (boringSsl == null) {
      return false;
    }
    jdks.add(origin);
    return true;
  }

  /// The JDK did no better.
  void notLeftToJdk(Site.Origin origin) {
    jdks.remove(origin);
  }

  private static String[] both(String[] some, String[] others) {
    return Stream.of(some).filter(List.of(others)::contains).toArray(String[]::new);
  }

  private SSLEngine engine(SSLContext context, Site.Origin origin, int place) {
    SSLEngine engine = context.createSSLEngine(origin.host(), origin.port() + place * PORTS);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(both(parameters.getProtocols(), allowed.getProtocols()));
    parameters.setCipherSuites(both(parameters.getCipherSuites(), allowed.getCipherSuites()));
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[]{ThinHttp.HTTP_2, "http/1.1"});
    engine.setSSLParameters(parameters);
    return engine;
  }
}
