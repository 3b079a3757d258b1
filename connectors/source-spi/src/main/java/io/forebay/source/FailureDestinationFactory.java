/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

import java.util.List;

/** Makes failure destinations of one type; found by {@link java.util.ServiceLoader}. */
public interface FailureDestinationFactory {

  /** The value of {@code onFailure.type} that selects it, for example {@code file}. */
  String type();

  /** The settings an {@code onFailure} of this type takes besides {@code type}. */
  List<Setting> settings();

  /**
   * Makes a destination and checks that it can be written to.
   *
   * @throws SourceException if it can't; the mapping does not start then
   */
  FailureDestination create(SourceContext context) throws SourceException;
}
