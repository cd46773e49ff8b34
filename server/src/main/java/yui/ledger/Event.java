package yui.ledger;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;

/** One line of what {@code ledger_post()} is asked. */
sealed interface Event {

  JsonObject json();

  /** Moves at once, or (with {@code pending}) sets aside. */
  record Move(
      boolean pending,
      TransferId id,
      CommunityId communityId,
      Code code,
      Purpose purpose,
      Account from,
      Account to,
      String unit,
      long amount,
      About about,
      Instant happenedAt,
      @Nullable Instant expiresAt)
      implements Event {
    @Override
    public JsonObject json() {
      JsonObject json =
          new JsonObject()
              .put("id", id.toString())
              .put("kind", pending ? "PENDING" : "DIRECT")
              .put("community_id", communityId.toString())
              .put("code", code.word())
              .put("purpose", purpose.name())
              .put("debit_kind", from.kind().name())
              .put("debit_owner", from.owner().toString())
              .put("credit_kind", to.kind().name())
              .put("credit_owner", to.owner().toString())
              .put("unit", unit)
              .put("amount", amount)
              .put("about", about.json())
              .put("happened_at", happenedAt.toString());
      if (expiresAt != null) json.put("expires_at", expiresAt.toString());
      return json;
    }
  }

  /** Posts a pending transfer; what is less than its amount goes back to the payer. */
  record Post(
      TransferId id,
      CommunityId communityId,
      TransferId pending,
      Code code,
      long amount,
      About about,
      Instant happenedAt)
      implements Event {
    @Override
    public JsonObject json() {
      return resolving("POST_PENDING", id, communityId, pending, code, about, happenedAt)
          .put("amount", amount);
    }
  }

  /** Gives the whole of a pending transfer back. */
  record Void(
      TransferId id,
      CommunityId communityId,
      TransferId pending,
      Code code,
      About about,
      Instant happenedAt)
      implements Event {
    @Override
    public JsonObject json() {
      return resolving("VOID_PENDING", id, communityId, pending, code, about, happenedAt);
    }
  }

  private static JsonObject resolving(
      String kind,
      TransferId id,
      CommunityId communityId,
      TransferId pending,
      Code code,
      About about,
      Instant happenedAt) {
    return new JsonObject()
        .put("id", id.toString())
        .put("kind", kind)
        .put("community_id", communityId.toString())
        .put("pending_id", pending.toString())
        .put("code", code.word())
        .put("about", about.json())
        .put("happened_at", happenedAt.toString());
  }
}
