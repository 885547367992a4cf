-- 2004-07-01 to today
SELECT
  "t33"."unit_id",
  "t33"."lead_officer_id" AS "officer_id",
  "t33"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  COALESCE("t33"."end_at", CAST("t33"."due_day" AS BIGINT) * 86400) AS "occurred_at",
  "t33"."due_day",
  CAST((
    CAST(FLOOR((
      "t33"."end_workday"
    ) / (
      2
    )) AS BIGINT) - CAST(FLOOR((
      "t33"."start_workday"
    ) / (
      2
    )) AS BIGINT)
  ) - "t33"."paused" AS DECIMAL(18, 4)) AS "measured",
  CAST("t33"."limit_number" AS DECIMAL(18, 4)) AS "limit",
  'decided' AS "what",
  "t33"."start_at" AS "from_at",
  "t33"."end_at" AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t32".*
    EXCLUDE ("due_step", "due_step_right", "length")
  FROM (
    SELECT
      "t31"."case",
      "t31"."case_id",
      "t31"."complaint_id",
      "t31"."unit_id",
      "t31"."lead_officer_id",
      "t31"."start_day",
      "t31"."start_at",
      "t31"."start_workday",
      "t31"."end_at",
      "t31"."end_day",
      "t31"."end_workday",
      "t31"."limit_number",
      "t31"."length",
      "t31"."paused",
      "t31"."due_step",
      "t9"."due_step" AS "due_step_right",
      "t9"."due_day"
    FROM (
      SELECT
        "t29"."case",
        "t29"."case_id",
        "t29"."complaint_id",
        "t29"."unit_id",
        "t29"."lead_officer_id",
        "t29"."start_day",
        "t29"."start_at",
        "t29"."start_workday",
        "t29"."end_at",
        "t29"."end_day",
        "t29"."end_workday",
        "t29"."limit_number",
        "t29"."length",
        "t29"."paused",
        CAST((
          "t29"."start_workday" - (
            "t29"."start_workday" % 2
          )
        ) + (
          (
            "t29"."length" + "t29"."paused"
          ) * 2
        ) AS INT) AS "due_step"
      FROM (
        SELECT
          "t28".*
          EXCLUDE ("case_right")
        FROM (
          SELECT
            "t27"."case",
            "t27"."case_id",
            "t27"."complaint_id",
            "t27"."unit_id",
            "t27"."lead_officer_id",
            "t27"."start_day",
            "t27"."start_at",
            "t27"."start_workday",
            "t27"."end_at",
            "t27"."end_day",
            "t27"."end_workday",
            "t27"."limit_number",
            "t27"."length",
            "t27"."case_right",
            COALESCE("t27"."paused", 0) AS "paused"
          FROM (
            SELECT
              "t12"."case",
              "t12"."case_id",
              "t12"."complaint_id",
              "t12"."unit_id",
              "t12"."lead_officer_id",
              "t12"."start_day",
              "t12"."start_at",
              "t12"."start_workday",
              "t12"."end_at",
              "t12"."end_day",
              "t12"."end_workday",
              "t12"."limit_number",
              "t12"."length",
              "t26"."case" AS "case_right",
              "t26"."paused"
            FROM (
              SELECT
                "t1"."case",
                "t1"."case_id",
                "t1"."complaint_id",
                "t1"."unit_id",
                "t1"."lead_officer_id",
                "t1"."first_filed_day" AS "start_day",
                "t1"."first_filed_at" AS "start_at",
                "t1"."first_filed_workday" AS "start_workday",
                COALESCE(
                  LEAST(
                    CASE
                      WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                      THEN "t1"."first_decided_at"
                      ELSE CAST(NULL AS BIGINT)
                    END,
                    CASE
                      WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                      THEN "t1"."first_closed_at"
                      ELSE CAST(NULL AS BIGINT)
                    END
                  ),
                  LEAST("t1"."first_decided_at", "t1"."first_closed_at")
                ) AS "end_at",
                COALESCE(
                  COALESCE(
                    LEAST(
                      CASE
                        WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                        THEN "t1"."first_decided_day"
                        ELSE CAST(NULL AS INT)
                      END,
                      CASE
                        WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                        THEN "t1"."first_closed_day"
                        ELSE CAST(NULL AS INT)
                      END
                    ),
                    LEAST("t1"."first_decided_day", "t1"."first_closed_day")
                  ),
                  19904
                ) AS "end_day",
                COALESCE(
                  COALESCE(
                    LEAST(
                      CASE
                        WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                        THEN "t1"."first_decided_workday"
                        ELSE CAST(NULL AS INT)
                      END,
                      CASE
                        WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                        THEN "t1"."first_closed_workday"
                        ELSE CAST(NULL AS INT)
                      END
                    ),
                    LEAST("t1"."first_decided_workday", "t1"."first_closed_workday")
                  ),
                  1055359
                ) AS "end_workday",
                20 + CASE WHEN "t1"."count_extended" > 0 THEN 10 ELSE 0 END AS "limit_number",
                20 + CASE WHEN "t1"."count_extended" > 0 THEN 10 ELSE 0 END AS "length"
              FROM "rows" AS "t1"
              WHERE
                "t1"."kind" IN ('licence')
                AND "t1"."first_filed_day" >= 12600
                AND "t1"."first_filed_at" IS NOT NULL
                AND NOT (
                  "t1"."count_transferred" > 0
                )
                AND COALESCE(
                  COALESCE(
                    LEAST(
                      CASE
                        WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                        THEN "t1"."first_decided_workday"
                        ELSE CAST(NULL AS INT)
                      END,
                      CASE
                        WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                        THEN "t1"."first_closed_workday"
                        ELSE CAST(NULL AS INT)
                      END
                    ),
                    LEAST("t1"."first_decided_workday", "t1"."first_closed_workday")
                  ),
                  1055359
                ) > (
                  (
                    "t1"."first_filed_workday" - (
                      "t1"."first_filed_workday" % 2
                    )
                  ) + (
                    (
                      20 + CASE WHEN "t1"."count_extended" > 0 THEN 10 ELSE 0 END
                    ) * 2
                  )
                )
            ) AS "t12"
            LEFT OUTER JOIN (
              SELECT
                "t24"."case",
                CAST(SUM("t24"."days") AS INT) AS "paused"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t22"."case",
                    "t22"."start_day",
                    "t22"."start_workday",
                    "t22"."length",
                    "t22"."from_day",
                    "t22"."to_day",
                    "t22"."first",
                    "t22"."step_before",
                    "t22"."last_step",
                    "t22"."days",
                    "t22"."counted",
                    COALESCE(
                      SUM("t22"."days") OVER (
                        PARTITION BY "t22"."case"
                        ORDER BY "t22"."first" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                      ),
                      0
                    ) AS "before"
                  FROM (
                    SELECT
                      "t21"."case",
                      "t21"."start_day",
                      "t21"."start_workday",
                      "t21"."length",
                      "t21"."from_day",
                      "t21"."to_day",
                      "t21"."first",
                      "t21"."step_before",
                      "t21"."last_step",
                      COALESCE(CAST(FLOOR((
                        "t21"."last_step"
                      ) / (
                        2
                      )) AS BIGINT), 2932896) - CAST(FLOOR((
                        "t21"."step_before"
                      ) / (
                        2
                      )) AS BIGINT) AS "days",
                      CAST(FLOOR((
                        "t21"."step_before"
                      ) / (
                        2
                      )) AS BIGINT) - CAST(FLOOR((
                        "t21"."start_workday"
                      ) / (
                        2
                      )) AS BIGINT) AS "counted"
                    FROM (
                      SELECT
                        "t20".*
                        EXCLUDE ("last_right", "last")
                      FROM (
                        SELECT
                          "t19"."case",
                          "t19"."start_day",
                          "t19"."start_workday",
                          "t19"."length",
                          "t19"."from_day",
                          "t19"."to_day",
                          "t19"."first",
                          "t19"."last",
                          "t19"."step_before",
                          "t6"."last" AS "last_right",
                          "t6"."last_step"
                        FROM (
                          SELECT
                            "t17".*
                            EXCLUDE ("day_before_right", "day_before")
                          FROM (
                            SELECT
                              "t16"."case",
                              "t16"."start_day",
                              "t16"."start_workday",
                              "t16"."length",
                              "t16"."from_day",
                              "t16"."to_day",
                              "t16"."first",
                              "t16"."day_before",
                              "t16"."last",
                              "t7"."day_before" AS "day_before_right",
                              "t7"."step_before"
                            FROM (
                              SELECT
                                "t14"."case",
                                "t14"."start_day",
                                "t14"."start_workday",
                                "t14"."length",
                                "t14"."from_day",
                                "t14"."to_day",
                                GREATEST("t14"."from_day", "t14"."start_day" + 1) AS "first",
                                GREATEST("t14"."from_day", "t14"."start_day" + 1) - 1 AS "day_before",
                                "t14"."to_day" - 1 AS "last"
                              FROM (
                                SELECT
                                  "t13"."case",
                                  "t13"."start_day",
                                  "t13"."start_workday",
                                  "t13"."length",
                                  "t3"."from_day",
                                  "t3"."to_day"
                                FROM (
                                  SELECT
                                    "t1"."case",
                                    "t1"."first_filed_day" AS "start_day",
                                    "t1"."first_filed_workday" AS "start_workday",
                                    20 + CASE WHEN "t1"."count_extended" > 0 THEN 10 ELSE 0 END AS "length"
                                  FROM "rows" AS "t1"
                                  WHERE
                                    "t1"."kind" IN ('licence')
                                    AND "t1"."first_filed_day" >= 12600
                                    AND "t1"."first_filed_at" IS NOT NULL
                                    AND NOT (
                                      "t1"."count_transferred" > 0
                                    )
                                    AND COALESCE(
                                      COALESCE(
                                        LEAST(
                                          CASE
                                            WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                                            THEN "t1"."first_decided_workday"
                                            ELSE CAST(NULL AS INT)
                                          END,
                                          CASE
                                            WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                                            THEN "t1"."first_closed_workday"
                                            ELSE CAST(NULL AS INT)
                                          END
                                        ),
                                        LEAST("t1"."first_decided_workday", "t1"."first_closed_workday")
                                      ),
                                      1055359
                                    ) > (
                                      (
                                        "t1"."first_filed_workday" - (
                                          "t1"."first_filed_workday" % 2
                                        )
                                      ) + (
                                        (
                                          20 + CASE WHEN "t1"."count_extended" > 0 THEN 10 ELSE 0 END
                                        ) * 2
                                      )
                                    )
                                ) AS "t13"
                                INNER JOIN "pauses" AS "t3"
                                  ON "t13"."case" = "t3"."case"
                              ) AS "t14"
                              WHERE
                                "t14"."to_day" > (
                                  "t14"."start_day" + 1
                                )
                            ) AS "t16"
                            LEFT OUTER JOIN (
                              SELECT
                                "t0"."day" AS "day_before",
                                "t0"."workday" AS "step_before"
                              FROM "calendar" AS "t0"
                            ) AS "t7"
                              ON "t16"."day_before" = "t7"."day_before"
                          ) AS "t17"
                        ) AS "t19"
                        LEFT OUTER JOIN (
                          SELECT
                            "t0"."day" AS "last",
                            "t0"."workday" AS "last_step"
                          FROM "calendar" AS "t0"
                        ) AS "t6"
                          ON "t19"."last" = "t6"."last"
                      ) AS "t20"
                    ) AS "t21"
                  ) AS "t22"
                ) AS "t23"
                WHERE
                  (
                    "t23"."counted" - "t23"."before"
                  ) < "t23"."length"
              ) AS "t24"
              GROUP BY
                1
            ) AS "t26"
              ON "t12"."case" = "t26"."case"
          ) AS "t27"
        ) AS "t28"
      ) AS "t29"
    ) AS "t31"
    LEFT OUTER JOIN (
      SELECT
        "t0"."workday" AS "due_step",
        "t0"."day" AS "due_day"
      FROM "calendar" AS "t0"
      WHERE
        (
          "t0"."workday" % 2
        ) = 0
    ) AS "t9"
      ON "t31"."due_step" = "t9"."due_step"
  ) AS "t32"
) AS "t33"
WHERE
  "t33"."end_day" > "t33"."due_day"
