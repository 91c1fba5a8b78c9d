package dev.retort.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// A model server that costs little: one thread, ten thousand connections, keep-alive, answers after a delay.
///
/// Usage: `PlainStandIn 0` or `PlainStandIn 300-1500`; prints its base URL and ends when its standard input does.
public final class PlainStandIn {
  private static final int BACKLOG = 16_384;

  private final StandIn standIn;
  private final Selector selector = Selector.open();
  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final PriorityQueue<Due> waiting = new PriorityQueue<>();
  private final ByteBuffer shared = ByteBuffer.allocateDirect(64 << 10);
  private long order;

  private record Due(long at, long order, Peer peer, long hash) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  /// A connection and what came of its request so far.
  private static final class Peer {
    private final SocketChannel channel;
    private byte[] bytes = new byte[2048];
    private int size;
    private @Nullable ByteBuffer rest;

    Peer(SocketChannel channel) {
      this.channel = channel;
    }
  }

  private PlainStandIn(StandIn standIn) throws IOException {
    this.standIn = standIn;
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  public static void main(String[] arguments) throws IOException {
    PlainStandIn server = new PlainStandIn(StandIn.of(arguments[0]));
    System.out.println(
        "http://127.0.0.1:" + ((InetSocketAddress) server.server.getLocalAddress()).getPort() + "/v1");
    Children.endWithInput();
    server.serve();
  }

  private void serve() throws IOException {
    while (true) {
      Due next = waiting.peek();
      if (next == null) {
        selector.select();
      } else {
        long millis = (next.at() - System.nanoTime()) / 1_000_000;
        if (millis > 0) {
          selector.select(millis);
        } else {
          selector.selectNow();
        }
      }
      for (SelectionKey key : selector.selectedKeys()) {
        handle(key);
      }
      selector.selectedKeys().clear();
      answerDue();
    }
  }

  private void answerDue() throws IOException {
    long now = System.nanoTime();
    for (Due due = waiting.peek(); due != null && due.at() - now <= 0; due = waiting.peek()) {
      waiting.poll();
      answer(due.peer(), due.hash());
    }
  }

  private void handle(SelectionKey key) throws IOException {
    if (!key.isValid()) {
      return;
    }
    if (key.isAcceptable()) {
      for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        channel.register(selector, SelectionKey.OP_READ, new Peer(channel));
      }
    } else if (key.isWritable()) {
      write((Peer) key.attachment());
    } else {
      read(key, (Peer) key.attachment());
    }
  }

  private void read(SelectionKey key, Peer peer) throws IOException {
    shared.clear();
    int count;
    try {
      count = peer.channel.read(shared);
    } catch (IOException _) {
      count = -1;
    }
    if (count < 0) {
      key.cancel();
      peer.channel.close();
      return;
    }
    if (peer.size + count > peer.bytes.length) {
      peer.bytes = Arrays.copyOf(peer.bytes, Math.max(peer.bytes.length * 2, peer.size + count));
    }
    shared.flip().get(peer.bytes, peer.size, count);
    peer.size += count;
    int head = head(peer);
    int length = head < 0 ? -1 : length(peer, head);
    if (head >= 0 && peer.size >= head + length) {
      long hash = StandIn.hash(peer.bytes, head, length);
      peer.size = 0;
      long delay = standIn.delayNanos(hash);
      if (delay == 0) {
        answer(peer, hash);
      } else {
        waiting.add(new Due(System.nanoTime() + delay, order++, peer, hash));
      }
    }
  }

  private static int head(Peer peer) {
    for (int i = 3; i < peer.size; i++) {
      if (peer.bytes[i] == '\n' && peer.bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static int length(Peer peer, int head) {
    String text = new String(peer.bytes, 0, head, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("Content-Length: ");
    return at < 0 ? 0 : Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
  }

  private void answer(Peer peer, long hash) throws IOException {
    byte[] body = StandIn.answer(hash);
    String head = "HTTP/1.1 200 OK\r\nServer: stand-in\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        .formatted(body.length);
    ByteBuffer whole = ByteBuffer.allocate(head.length() + body.length);
    peer.rest = whole.put(head.getBytes(StandardCharsets.US_ASCII)).put(body).flip();
    write(peer);
  }

  private void write(Peer peer) throws IOException {
    SelectionKey key = peer.channel.keyFor(selector);
    ByteBuffer rest = peer.rest;
    if (key == null || rest == null) {
      return;
    }
    try {
      peer.channel.write(rest);
      boolean more = rest.hasRemaining();
      if (more || key.interestOps() != SelectionKey.OP_READ) {
        key.interestOps(more ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
      }
      peer.rest = more ? rest : null;
    } catch (IOException _) {
      key.cancel();
      peer.channel.close();
    }
  }
}
