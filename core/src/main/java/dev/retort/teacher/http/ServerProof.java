package dev.retort.teacher.http;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// The JDK's proof of a server's certificates, for an engine that is not the JDK's.
///
/// TLS 1.3 leaves open how a server signs. The JDK calls that UNKNOWN, BoringSSL calls it GENERIC, and the JDK refuses
/// a word it does not know.
final class ServerProof extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager jdk;

  ServerProof(X509ExtendedTrustManager jdk) {
    this.jdk = jdk;
  }

  private static String known(String signing) {
    return signing.equals("GENERIC") ? "UNKNOWN" : signing;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String signing, SSLEngine engine)
      throws CertificateException {
    jdk.checkServerTrusted(chain, known(signing), engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String signing, Socket socket) throws CertificateException {
    jdk.checkServerTrusted(chain, known(signing), socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String signing) throws CertificateException {
    jdk.checkServerTrusted(chain, known(signing));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String signing, SSLEngine engine)
      throws CertificateException {
    jdk.checkClientTrusted(chain, signing, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String signing, Socket socket) throws CertificateException {
    jdk.checkClientTrusted(chain, signing, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String signing) throws CertificateException {
    jdk.checkClientTrusted(chain, signing);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return jdk.getAcceptedIssuers();
  }
}
