package yui;

import org.junit.jupiter.api.Test;

/** Passkeys as people meet them: a real browser, and a device that it makes up. */
class SecondFactorInBrowserTest {

  @Test
  void passkey_keptByABrowser_comesInAndShowsThatItIsThem() throws Exception {
    try (Town town = Town.served()) {
      Browser.play("passkeys.mjs", town.url(), town.administratorCode());
    }
  }
}
