/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.source.contract.SourceContract;
import io.forebay.source.contract.SourceUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ChronicleSourceContractTest implements SourceContract {

  @TempDir Path folder;

  @Override
  public SourceUnderTest create(int shards) throws Exception {
    return new TestStream(folder, StreamOptions.shards(shards));
  }
}
