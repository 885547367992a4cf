-- always to today
SELECT
  "t12"."unit_id",
  CAST(NULL AS TEXT) AS "officer_id",
  "t12"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t12"."stood_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  CAST("t12"."stood_at" - "t12"."before_at" AS DECIMAL(18, 4)) AS "measured",
  CAST(600 AS DECIMAL(18, 4)) AS "limit",
  'two_places' AS "what",
  "t12"."before_at" AS "from_at",
  "t12"."stood_at" AS "to_at",
  "t12"."before_id" AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t11"."case",
    "t11"."officer_id",
    "t11"."stood_at",
    "t11"."before_case",
    "t11"."before_at",
    "t11"."case_id",
    "t11"."unit_id",
    "t11"."place_key",
    "t11"."before_id",
    "t11"."before_place",
    ROW_NUMBER() OVER (
      PARTITION BY "t11"."case"
      ORDER BY "t11"."stood_at" ASC, "t11"."officer_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t9"."case",
        "t9"."officer_id",
        "t9"."stood_at",
        "t9"."before_case",
        "t9"."before_at",
        "t4"."case_id",
        "t4"."unit_id",
        "t4"."place_key",
        "t5"."before_id",
        "t5"."before_place"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t6"."case",
            "t6"."officer_id",
            "t6"."stood_at",
            LAG("t6"."case") OVER (
              PARTITION BY "t6"."officer_id"
              ORDER BY "t6"."stood_at" ASC, "t6"."case" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "before_case",
            LAG("t6"."stood_at") OVER (
              PARTITION BY "t6"."officer_id"
              ORDER BY "t6"."stood_at" ASC, "t6"."case" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "before_at"
          FROM (
            SELECT
              "t1"."case",
              "t1"."officer_id",
              "t1"."at" AS "stood_at"
            FROM "events" AS "t1"
            WHERE
              "t1"."day" <= 19904
              AND "t1"."activity" IN ('inspected', 'investigated', 'evidence_preserved', 'seized', 'enforced')
              AND "t1"."officer_id" IS NOT NULL
              AND (
                "t1"."at" % 86400
              ) <> 0
          ) AS "t6"
        ) AS "t7"
        WHERE
          "t7"."before_case" <> "t7"."case"
          AND (
            "t7"."stood_at" - "t7"."before_at"
          ) <= 600
      ) AS "t9"
      INNER JOIN (
        SELECT
          "t0"."case",
          "t0"."case_id",
          "t0"."unit_id",
          "t0"."place_key"
        FROM "rows" AS "t0"
        WHERE
          "t0"."first_any_at" IS NOT NULL AND TRUE
      ) AS "t4"
        ON "t9"."case" = "t4"."case"
      INNER JOIN (
        SELECT
          "t0"."case" AS "before_case",
          "t0"."case_id" AS "before_id",
          "t0"."place_key" AS "before_place"
        FROM "rows" AS "t0"
        WHERE
          "t0"."first_any_at" IS NOT NULL AND TRUE
      ) AS "t5"
        ON "t9"."before_case" = "t5"."before_case"
    ) AS "t10"
    WHERE
      "t10"."before_place" <> "t10"."place_key"
  ) AS "t11"
) AS "t12"
WHERE
  "t12"."place" = 0
