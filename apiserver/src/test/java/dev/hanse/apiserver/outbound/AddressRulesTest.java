package dev.hanse.apiserver.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {

    private static final int OWN_PORT = 6443;

    private static AddressRules allowing(String... blocks) {
        var port = new OwnPort();
        port.set(OWN_PORT);
        return new AddressRules(
                false, List.of(blocks).stream().map(AddressBlock::parse).toList(), port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.10",
                "::1",
                "0.0.0.0",
                "::",
                "::ffff:127.0.0.1",
                "169.254.169.254",
                "fe80::1",
                "fd00:ec2::254",
                "224.0.0.1",
                "ff02::1"
            })
    void refuseWhatOnlyThisMachineShouldReach(String address) throws UnknownHostException {
        assertThat(allowing().problem(InetAddress.getByName(address), 443)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "192.168.0.1", "93.184.216.34", "2001:db8::1", "fd12::1"})
    void letWebhooksBeAnywhereElse(String address) throws UnknownHostException {
        assertThat(allowing().problem(InetAddress.getByName(address), 443)).isEmpty();
    }

    @Test
    void allowWhatTheOperatorAllowsButNeverTheServerItself() throws UnknownHostException {
        var rules = allowing("127.0.0.0/8");
        var loopback = InetAddress.getLoopbackAddress();

        assertThat(rules.problem(loopback, 9443)).isEmpty();
        assertThat(rules.problem(loopback, OWN_PORT)).hasValue("it is this server itself");
        assertThat(rules.problem(InetAddress.getByAddress(new byte[16]), 9443)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/x", "", "/8", "cafe"})
    void knowABlockWhenTheySeeOne(String text) {
        assertThatThrownBy(() -> AddressBlock.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
