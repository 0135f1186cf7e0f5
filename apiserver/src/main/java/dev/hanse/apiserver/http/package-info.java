/// The front: TLS, HTTP/1.1 and HTTP/2, limits, streaming. The only package that knows Vert.x;
/// event\n/// loops move bytes here and nothing else.
@NullMarked
package dev.hanse.apiserver.http;

import org.jspecify.annotations.NullMarked;
